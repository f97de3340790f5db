import type { Settings } from '@app/config';
import { fieldsOf, listOf, textOf } from '@app/conversations';
import { examine, IntercomError } from '@app/intercom';
import { type Check, type Finding, failure, ok, skipped, warning } from './check';

/** Regions as Intercom names them, and their hosts. */
export const INTERCOM_HOSTS: Record<string, string> = {
  US: 'api.intercom.io',
  EU: 'api.eu.intercom.io',
  AU: 'api.au.intercom.io',
};

export const intercomCheck: Check = {
  names: ['intercom', 'intercom region', 'intercom admin', 'intercom api version'],
  needs: ['INTERCOM_BASE_URL', 'INTERCOM_ACCESS_TOKEN', 'INTERCOM_ADMIN_ID', 'INTERCOM_API_VERSION'],
  async run(settings, signal) {
    const options = {
      baseUrl: settings.INTERCOM_BASE_URL,
      accessToken: settings.INTERCOM_ACCESS_TOKEN,
      adminId: settings.INTERCOM_ADMIN_ID,
      apiVersion: settings.INTERCOM_API_VERSION,
      timeoutMs: 4_500,
    };
    const [me, admins] = await examine(options, signal);
    if (me.status === 'rejected') return refused(me.reason, settings);
    const app = fieldsOf(me.value.body.app);
    return [
      workspaceFinding(app, settings),
      regionFinding(textOf(app.region), new URL(settings.INTERCOM_BASE_URL).host),
      admins.status === 'fulfilled' ? adminFinding(admins.value.body, settings) : refused(admins.reason, settings)[0],
      ok(`${settings.INTERCOM_API_VERSION} is accepted`),
    ];
  },
};

function refused(error: unknown, settings: Settings): [Finding, ...Finding[]] {
  if (!(error instanceof IntercomError)) throw error;
  const { status, code, message } = error;
  if (code === 'intercom_version_invalid') {
    const version = failure(`${settings.INTERCOM_API_VERSION} is refused`, 'set INTERCOM_API_VERSION, as 2.11');
    return [ok('answers'), skipped('not reached'), skipped('not reached'), version];
  }
  if (status === 401)
    return [
      failure('the token is refused (401)', 'check INTERCOM_ACCESS_TOKEN: Developer Hub > your app > Authentication'),
    ];
  if (status === 402 || status === 403)
    return [
      failure(
        `the token may not do this (${status})`,
        'give the app the scopes to read and write conversations and to read admins',
      ),
    ];
  if (status === undefined) return [failure(message, 'check INTERCOM_BASE_URL, and the way there')];
  return [
    failure(
      message,
      status === 429 ? 'the rate limit is used up: try again in ten seconds' : 'check INTERCOM_BASE_URL',
    ),
  ];
}

function workspaceFinding(app: Record<string, unknown>, { INTERCOM_APP_ID: expected }: Settings): Finding {
  const id = textOf(app.id_code);
  const said = `workspace ${textOf(app.name) || 'without a name'} (${id || 'no id'})`;
  if (expected && id && expected !== id)
    return failure(
      `${said}, but INTERCOM_APP_ID is ${expected}: its webhooks are ignored`,
      `set INTERCOM_APP_ID to ${id}, or take the token of the right workspace`,
    );
  return ok(said);
}

export function regionFinding(region: string, host: string): Finding {
  const right = INTERCOM_HOSTS[region];
  if (!Object.values(INTERCOM_HOSTS).includes(host)) return skipped(`${host} is no host of Intercom's`);
  if (!right) return skipped('Intercom does not name the region');
  if (right === host) return ok(`${region}, as the host`);
  return failure(`the workspace is in ${region}, the host is ${host}`, `set INTERCOM_BASE_URL to https://${right}`);
}

function adminFinding(body: Record<string, unknown>, { INTERCOM_ADMIN_ID: id }: Settings): Finding {
  const admins = listOf(body.admins);
  const admin = admins.find((one) => textOf(one.id) === id);
  const seated = admins
    .filter((one) => one.has_inbox_seat === true)
    .map((one) => `${textOf(one.id)} (${textOf(one.name)})`);
  const choice = seated.slice(0, 5).join(', ');
  if (!admin)
    return failure(`there is no admin ${id}`, `set INTERCOM_ADMIN_ID to one of ${choice || 'your team mates'}`);
  const name = textOf(admin.name) || id;
  if (admin.has_inbox_seat === false)
    return warning(
      `${name} has no inbox seat, and may not be able to write notes`,
      `give it a seat, or take one of ${choice || 'your team mates'}`,
    );
  return ok(`${name} may write notes`);
}
