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

if (!CREDENTIALS.some((name) => process.env[name]?.trim()) && (await sandboxIsThere())) {
  const { serviceEnvironment } = createRequire(import.meta.url)(
    '../dist/apps/sidenote/apps/sidenote/src/sandbox/environment.js',
  );
  const environment = serviceEnvironment({
    redisUrl: process.env.REDIS_URL,
    sandboxUrl: `http://${SANDBOX}:4000`,
    publicPort: 3000,
    opsPort: 3001,
    password: 'sandbox',
  });
  // All containers together: one prefix, and doors that the others and the host reach.
  Object.assign(process.env, environment, { REDIS_PREFIX: 'sandbox', HOST: '0.0.0.0' });
  process.stderr.write('No credentials are set and the sandbox is there: working with the sandbox.\n');
}
