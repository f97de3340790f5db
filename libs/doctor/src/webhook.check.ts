import { createHmac } from 'node:crypto';
import type { Settings } from '@app/config';
import { type Check, type Finding, failure, ok, whyOf } from './check';

const UNREACHABLE =
  'Intercom must reach this address: check PUBLIC_BASE_URL, DNS, the proxy, and that the webhook role runs';
const SECRET = 'the running service has another INTERCOM_CLIENT_SECRET: Developer Hub > your app > Basic information';

/** Asks our own public address, as Intercom would. A ping changes nothing. */
export const webhookCheck: Check = {
  names: ['webhook address', 'webhook signature', 'webhook signature (sha256)', 'webhook forgery'],
  needs: ['PUBLIC_BASE_URL', 'INTERCOM_WEBHOOK_PATH', 'INTERCOM_CLIENT_SECRET'],
  async run(settings, signal) {
    const url = `${(settings.PUBLIC_BASE_URL ?? '').replace(/\/+$/, '')}${settings.INTERCOM_WEBHOOK_PATH}`;
    const head = await status(url, { method: 'HEAD', signal });
    if (head !== 200) return [failure(`HEAD ${url}: ${head}`, UNREACHABLE)];
    const body = ping(settings);
    const post = (header: string, algorithm: string, secret: string) =>
      status(url, {
        method: 'POST',
        signal,
        body,
        headers: {
          'content-type': 'application/json',
          [header]: `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`,
        },
      });
    const [sha1, sha256, forged] = await Promise.all([
      post('x-hub-signature', 'sha1', settings.INTERCOM_CLIENT_SECRET),
      post('x-hub-signature-256', 'sha256', settings.INTERCOM_CLIENT_SECRET),
      post('x-hub-signature', 'sha1', `not ${settings.INTERCOM_CLIENT_SECRET}`),
    ]);
    return [ok(`HEAD ${url}: 200`), signedFinding(sha1), signedFinding(sha256), forgedFinding(forged)];
  },
};

const ping = ({ INTERCOM_APP_ID }: Settings) =>
  JSON.stringify({
    type: 'notification_event',
    app_id: INTERCOM_APP_ID ?? '',
    topic: 'ping',
    id: null,
    created_at: Math.floor(Date.now() / 1000),
    data: { type: 'notification_event_data', item: { type: 'ping', message: 'sidenote doctor' } },
  });

async function status(url: string, request: RequestInit): Promise<number | string> {
  try {
    const response = await fetch(url, { ...request, redirect: 'manual' });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    return whyOf(error);
  }
}

function signedFinding(got: number | string): Finding {
  if (got === 200) return ok('a signed ping is taken');
  if (got === 401) return failure('a signed ping is refused (401)', SECRET);
  return failure(`a signed ping gets ${got}`, 'look at the log of the webhook role');
}

const forgedFinding = (got: number | string): Finding =>
  got === 401
    ? ok('a wrong signature is refused')
    : failure(
        `a wrong signature gets ${got} and not 401`,
        'something else answers at this address: check PUBLIC_BASE_URL and the proxy',
      );
