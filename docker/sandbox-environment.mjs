/**
 * Before the service, in a container: without credentials it is configured for the sandbox beside it. One credential is enough
 * to leave everything as it is, and one without credentials and without a sandbox ends with the service's own message.
 * Loaded by `node --import`.
 */
import { lookup } from 'node:dns/promises';
import { createRequire } from 'node:module';
import { credentialsAreSet } from './credentials.mjs';

/** An alias that only the sandbox of docker-compose.yml has. */
const SANDBOX = 'sidenote-sandbox';
const sandboxIsThere = () =>
  lookup(SANDBOX).then(
    () => true,
    (error) => {
      if (['ENOTFOUND', 'EAI_AGAIN'].includes(error.code)) return false;
      throw error;
    },
  );

if (!credentialsAreSet() && (await sandboxIsThere())) {
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
