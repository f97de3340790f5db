import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { noteOf, OtherSide } from '../../../test/support/sandbox';
import { type DeskStage, testDesk, type Trouble } from '../../desk/src/desk.contract';
import { IntercomClient } from './intercom.client';
import { IntercomDesk } from './intercom.desk';

const { adminId, intercomToken: token } = SANDBOX_CREDENTIALS;
const KINDS = {
  'answer-broken': 'reset-after-store',
  'answer-garbled': 'not-json-after-store',
  'answer-missing': 'timeout-after-store',
};
const faultOf = (trouble: Trouble) =>
  typeof trouble === 'string' ? { kind: KINDS[trouble] } : { kind: 'status', status: trouble.status };

async function sandbox(): Promise<DeskStage> {
  const other = await OtherSide.start();
  const here = await other.writes((await other.contact({ external_id: 'u1' })).id);
  const deskOf = (accessToken: string, baseUrl = `${other.url}/intercom`) =>
    new IntercomDesk(new IntercomClient({ baseUrl, accessToken, adminId, apiVersion: '2.11', timeoutMs: 2000 }), {
      adminId,
      sessionAttribute: 'posthog_session_id',
      configured: true,
    });
  const parts = async (internal: boolean) =>
    (await other.thread(here)).parts.filter(
      ({ part_type, redacted }) => (part_type === 'note') === internal && redacted !== true,
    );
  return {
    desk: deskOf(token),
    stranger: deskOf('another-token'),
    nowhere: deskOf(token, 'http://127.0.0.1:1'),
    ...{ token, here, gone: '99999999' },
    notes: async () => (await parts(true)).map((part) => noteOf(part).text),
    customerSees: async () => (await parts(false)).map((part) => noteOf(part).text),
    quote: async ({ html }) => void (await other.act(here, 'note', { body: `<p>Look:</p>${html}`, adminId })),
    next: async (trouble) => void (await other.fault({ target: 'reply', ...faultOf(trouble) })),
    requests: async () => (await other.state<{ total: number }>('intercom')).total,
    close: () => other.close(),
  };
}

testDesk('Intercom', ['findNote', 'readConversation', 'readContact', 'changedSince', 'ping'], sandbox);
