/** The built service against a sandbox of its own, on free ports of this machine, for scripts that look at both. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { ROOT } from './setup.mjs';

const PASSWORD = 'pictures-are-taken';
/** As an LLM and Intercom are. */
const SANDBOX = { port: 0, latencyMs: 60, openaiLatencyMs: 900 };

function environmentOf({ url, credentials: c, redisUrl, preset }) {
  return {
    PATH: process.env.PATH,
    SIDENOTE_ENV_FILE: '',
    HOST: '127.0.0.1',
    PORT: '0',
    OPS_PORT: '0',
    REDIS_URL: redisUrl,
    REDIS_PREFIX: `pictures-${preset}`,
    AUTOPLAY_STREAM_URL: `${url}/autoplay/stream/${c.productId}`,
    AUTOPLAY_API_TOKEN: c.streamToken,
    INTERCOM_BASE_URL: `${url}/intercom`,
    INTERCOM_ACCESS_TOKEN: c.intercomToken,
    INTERCOM_ADMIN_ID: c.adminId,
    INTERCOM_CLIENT_SECRET: c.clientSecret,
    INTERCOM_APP_ID: c.appId,
    OPENAI_BASE_URL: `${url}/openai/v1`,
    OPENAI_API_KEY: c.openaiKey,
    DASHBOARD_PASSWORD: PASSWORD,
    NOTE_PRESET: preset,
  };
}

function controlOf(url) {
  return async (path, body) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/control${path}`, {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
}

/** Where its doors are; what else it says is left unread. */
const listening = (child) =>
  new Promise((resolve, reject) => {
    void child.exited.then((code) => reject(new Error(`the service ended with code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = line.startsWith('{') ? JSON.parse(line) : {};
      if (entry.msg === 'listening') resolve(entry);
    });
    child.stderr.pipe(process.stderr);
  });

/**
 * Resolves once the service reads the sandbox's stream.
 * @param {{preset: string, redisUrl: string, visitors?: boolean}} options
 */
export async function startInstallation({ preset, redisUrl, visitors = false }) {
  const built = createRequire(import.meta.url)(join(ROOT, 'dist/apps/sandbox/apps/sandbox/src/index.js'));
  const sandbox = await built.startSandbox({ ...SANDBOX, visitors });
  const { url } = sandbox;
  const env = environmentOf({ url, credentials: built.SANDBOX_CREDENTIALS, redisUrl, preset });
  const child = startChild(process.execPath, [join(ROOT, 'bin/sidenote.js'), 'serve'], { env, output: 'pipe' });
  const stop = async () => {
    await child.stop();
    await sandbox.close();
  };
  try {
    const doors = await listening(child);
    const control = controlOf(url);
    await control('/settings', { webhookUrl: `http://127.0.0.1:${doors.public}/webhooks/intercom` });
    while ((await control('/state?only=stream')).stream.subscribers === 0) await wait(100);
    return { url, opsUrl: `http://127.0.0.1:${doors.ops}`, password: PASSWORD, control, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
