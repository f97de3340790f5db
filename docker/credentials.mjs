/** One of these is enough to make a deployment of it: then nothing here speaks with the sandbox by mistake. */
const CREDENTIALS = [
  'AUTOPLAY_STREAM_URL',
  'AUTOPLAY_API_TOKEN',
  'AUTOPLAY_PUSH_SECRET',
  'INTERCOM_ACCESS_TOKEN',
  'INTERCOM_ADMIN_ID',
  'INTERCOM_CLIENT_SECRET',
  'OPENAI_API_KEY',
];

/** Whether any is set, by itself or as a file. */
export const credentialsAreSet = () =>
  CREDENTIALS.flatMap((name) => [name, `${name}_FILE`]).some((name) => process.env[name]?.trim());
