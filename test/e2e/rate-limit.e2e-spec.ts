import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

interface Call {
  at: number;
  operation: string;
  status: number | null;
  conversationId: string | null;
}

describe('a budget that is spent', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ environment: { DEBOUNCE_MS: '20' } });
    // It reads conversations, too.
    await until('the first search for missed webhooks is over', () =>
      stage.redis.client.hexists(`${stage.redis.prefix}:missed`, 'until'),
    );
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  let people = 0;
  const linked = async () => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: `limit${++people}` });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await until('linked', () => stage.redis.sessionsOf(conversation));
    return { conversation, clicks: (texts: string[]) => stage.other.clicks(session, texts) };
  };
  const callsOf = async (operation: string, conversation: string) =>
    (await stage.other.state<{ calls: Call[] }>('intercom')).calls.filter(
      (call) => call.operation === operation && call.conversationId === conversation,
    );
  const answer = { type: 'error.list', errors: [{ code: 'rate_limit_exceeded', message: 'Exceeded rate limit' }] };

  it('a 429 holds everybody until the reset, costs no attempt, is not looked into, and leaves the service ready', async () => {
    const [first, second] = [await linked(), await linked()];
    const match = { conversationId: first.conversation };
    await stage.other.fault({ target: 'reply', kind: 'status', status: 429, body: answer, match });
    await first.clicks(['waits']);
    const refused = await until('a 429', async () =>
      (await callsOf('reply', first.conversation)).find(({ status }) => status === 429),
    );
    await second.clicks(['waits as well']);
    expect(await stage.service.ready()).toBe(true);
    for (const { conversation } of [first, second])
      await until('the note', async () => (await stage.other.notes(conversation)).length > 0);
    const reset = Math.ceil((refused.at + 1) / 10_000) * 10_000;
    for (const { conversation } of [first, second]) {
      const done = (await callsOf('reply', conversation)).at(-1)!;
      expect(done.status).toBe(200);
      expect(done.at).toBeGreaterThanOrEqual(reset - 50);
    }
    expect(await callsOf('get', first.conversation)).toEqual([]);
    const attempts = () =>
      stage.service.log
        .filter((line) => line['msg'] === 'note' && line['conversationId'] === first.conversation)
        .map((line) => [line['outcome'], line['tries']]);
    // The line follows the record, which follows the note.
    await until('the attempt is told', () => attempts().some(([outcome]) => outcome === 'posted'));
    const tries = attempts();
    expect(tries).toEqual([...Array(tries.length - 1).fill(['deferred', 0]), ['posted', 0]]);
  });
});
