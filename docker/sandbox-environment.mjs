/**
 * Before the service, in a container: with `--profile sandbox` and no credentials it is configured for the sandbox beside it.
 * One credential is enough to leave everything as it is, so that a deployment never speaks with the sandbox by mistake, and
 * one without credentials and without the profile ends with the service's own message. Loaded by `node --import`.
 */
import { lookup } from 'node:dns/promises';
import { createRequire } from 'node:module';

/** An alias that only the sandbox of docker-compose.yml has. */
const SANDBOX = 'sidenote-sandbox';
const CREDENTIALS = [
  'AUTOPLAY_STREAM_URL',
  'AUTOPLAY_API_TOKEN',
  'AUTOPLAY_PUSH_SECRET',
  'INTERCOM_ACCESS_TOKEN',
  'INTERCOM_ADMIN_ID',
  'INTERCOM_CLIENT_SECRET',
  'OPENAI_API_KEY',
];

const sandboxIsThere = () =>
  lookup(SANDBOX).then(
    () => true,
    (error) => {
      if (['ENOTFOUND', 'EAI_AGAIN'].includes(error.code)) return false;
      throw error;
    },
  );

const given = CREDENTIALS.flatMap((name) => [name, `${name}_FILE`]);

if (!given.some((name) => process.env[name]?.trim()) && (await sandboxIsThere())) {
  const { SANDBOX_CREDENTIALS: credentials } = createRequire(import.meta.url)(
    '../dist/apps/sandbox/apps/sandbox/src/credentials.js',
  );
  Object.assign(process.env, {
    // The keys of a real deployment in the same Redis stay untouched.
    REDIS_PREFIX: 'sandbox',
    AUTOPLAY_STREAM_URL: `http://${SANDBOX}:4000/autoplay/stream/${credentials.productId}`,
    AUTOPLAY_API_TOKEN: credentials.streamToken,
    INTERCOM_BASE_URL: `http://${SANDBOX}:4000/intercom`,
    INTERCOM_ACCESS_TOKEN: credentials.intercomToken,
    INTERCOM_ADMIN_ID: credentials.adminId,
    INTERCOM_CLIENT_SECRET: credentials.clientSecret,
    INTERCOM_APP_ID: credentials.appId,
    INTERCOM_WEBHOOK_PATH: '/webhooks/intercom',
    OPENAI_BASE_URL: `http://${SANDBOX}:4000/openai/v1`,
    OPENAI_API_KEY: credentials.openaiKey,
    DASHBOARD_USER: 'sidenote',
    DASHBOARD_PASSWORD: 'sidenote-sandbox',
  });
  process.stderr.write('No credentials are set and the sandbox is there: working with the sandbox.\n');
}
