import { createHmac } from 'node:crypto';
import { fieldsOf, listOf } from '@app/conversations';
import { type Check, type Finding, failure, ok, warning, whyOf } from './check';

/** Opens the panel through our own public address, as Intercom would, for no conversation: it reads nothing and changes nothing. */
export const panelCheck: Check = {
  names: ['panel', 'panel forgery'],
  needs: ['PUBLIC_BASE_URL', 'INTERCOM_CLIENT_SECRET', 'INTERCOM_APP_ID'],
  async run(settings, signal) {
    const url = `${(settings.PUBLIC_BASE_URL ?? '').replace(/\/+$/, '')}/canvas/initialize`;
    const body = JSON.stringify({ workspace_id: settings.INTERCOM_APP_ID });
    const ask = async (secret: string): Promise<{ status: number | string; components: number }> => {
      const headers = {
        'content-type': 'application/json',
        'x-body-signature': createHmac('sha256', secret).update(body).digest('hex'),
      };
      try {
        const answer = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
        const canvas = fieldsOf(fieldsOf(await answer.json().catch(() => null)).canvas);
        return { status: answer.status, components: listOf(fieldsOf(canvas.content).components).length };
      } catch (error) {
        return { status: whyOf(error), components: 0 };
      }
    };
    const [signed, forged] = await Promise.all([
      ask(settings.INTERCOM_CLIENT_SECRET),
      ask(`not ${settings.INTERCOM_CLIENT_SECRET}`),
    ]);
    return [panelFinding(signed.status, signed.components), forgedFinding(forged.status)];
  },
};

export function panelFinding(status: number | string, components: number): Finding {
  if (status === 200 && components > 0) return ok('answers with a canvas');
  if (status === 401)
    return failure('a signed request is refused (401)', 'the running service has another INTERCOM_CLIENT_SECRET');
  if (status === 403)
    return failure('its workspace is refused (403)', 'the running service has another INTERCOM_APP_ID');
  return warning(`the panel gets ${status}`, 'only needed for the inbox app: check PUBLIC_BASE_URL and the proxy');
}

const forgedFinding = (status: number | string): Finding =>
  status === 401
    ? ok('a wrong signature is refused')
    : warning(`a wrong signature gets ${status} and not 401`, 'check PUBLIC_BASE_URL and the proxy');
