import type { Settings } from '@app/config';
import { fieldsOf, listOf, textOf } from '@app/conversations';
import { examine, IntercomError } from '@app/intercom';
import { type Finding, failure } from './check';
import { INTERCOM_HOSTS } from './intercom.check';
import { streamCheck } from './stream.check';

const WITHIN_MS = 10_000;

/** Whether the stream can be read with these settings. */
export async function probeStream(settings: Settings): Promise<Finding> {
  const [finding] = await streamCheck.run(settings, AbortSignal.timeout(WITHIN_MS));
  return finding ?? failure('nothing was found', 'try again');
}

export interface FoundWorkspace {
  name: string;
  /** Where the workspace lives, as Intercom says; '' where it does not. */
  regionUrl: string;
  admins: { id: string; name: string; hasSeat: boolean }[];
}

/** Whose token this is, and its team mates; why not, in a few words, where Intercom does not say. */
export async function probeIntercom(settings: Settings): Promise<FoundWorkspace | string> {
  const options = {
    baseUrl: settings.INTERCOM_BASE_URL,
    accessToken: settings.INTERCOM_ACCESS_TOKEN,
    adminId: '',
    apiVersion: settings.INTERCOM_API_VERSION,
    timeoutMs: WITHIN_MS,
  };
  const [me, admins] = await examine(options, AbortSignal.timeout(WITHIN_MS));
  for (const answer of [me, admins]) if (answer.status === 'rejected') return reasonOf(answer.reason);
  const app = fieldsOf(me.status === 'fulfilled' && me.value.body.app);
  const host = INTERCOM_HOSTS[textOf(app.region)];
  return {
    name: textOf(app.name) || textOf(app.id_code),
    regionUrl: host ? `https://${host}` : '',
    admins: listOf(admins.status === 'fulfilled' && admins.value.body.admins)
      .map((one) => ({ id: textOf(one.id), name: textOf(one.name), hasSeat: one.has_inbox_seat !== false }))
      .filter(({ id }) => id !== '')
      .sort((a, b) => Number(b.hasSeat) - Number(a.hasSeat)),
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof IntercomError)) throw error;
  if (error.status === 401) return 'the token is refused (401)';
  return error.message.replace(/^Intercom /, '');
}
