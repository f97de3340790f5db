import type { Settings } from '@app/config';
import { type Check, type Finding, failure, ok, warning } from './check';

const PATH = '/queues';

/** Whether anybody may look at what users did: the private door asked without a password, and by the public address. */
export const dashboardCheck: Check = {
  names: ['dashboard'],
  needs: ['OPS_PORT', 'OPS_HOST'],
  async run(settings, signal) {
    const { OPS_HOST, OPS_PORT, PUBLIC_BASE_URL } = settings;
    const host = OPS_HOST === '0.0.0.0' || OPS_HOST === '::' ? '127.0.0.1' : OPS_HOST;
    const [inside, outside] = await Promise.all([
      statusOf(`http://${host.includes(':') ? `[${host}]` : host}:${OPS_PORT}${PATH}`, signal),
      PUBLIC_BASE_URL ? statusOf(`${PUBLIC_BASE_URL.replace(/\/+$/, '')}${PATH}`, signal) : null,
    ]);
    return [dashboardFinding(settings, inside, outside)];
  },
};

/** @param inside status of the queues page without a password on the private door, and `outside` by the public address; null: no answer */
export function dashboardFinding(
  {
    DASHBOARD_PASSWORD: password,
    DASHBOARD_WRITE: write,
    OPS_PORT,
  }: Pick<Settings, 'DASHBOARD_PASSWORD' | 'DASHBOARD_WRITE' | 'OPS_PORT'>,
  inside: number | null,
  outside: number | null,
): Finding {
  const fix = 'set DASHBOARD_PASSWORD, and keep OPS_PORT off the network';
  if (inside === 200 || outside === 200) return failure('the queues are open to everybody', fix);
  if (outside === 401)
    return warning('the private door can be reached by PUBLIC_BASE_URL', 'let the proxy pass only PORT, not OPS_PORT');
  if (!password) return ok('no DASHBOARD_PASSWORD: the queues are not shown to anybody');
  const who =
    inside === null ? `nothing answers on OPS_PORT ${OPS_PORT} here; a password is set` : 'asks for the password';
  return ok(write ? `${who}; jobs can be changed` : who);
}

async function statusOf(url: string, signal: AbortSignal): Promise<number | null> {
  try {
    const response = await fetch(url, { signal, redirect: 'manual' });
    await response.body?.cancel();
    return response.status;
  } catch {
    // No answer is an answer here: nothing listens there.
    return null;
  }
}
