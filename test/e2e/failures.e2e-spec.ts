import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { never, until } from '../support/until';

describe('trouble with Intercom', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({
      environment: { DEBOUNCE_MS: '20', INTERCOM_TIMEOUT_MS: '1000', INTERCOM_PROBE_MS: '3000' },
    });
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  let people = 0;
  const linked = async () => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: `f${++people}` });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await until('linked', () => stage.redis.sessionsOf(conversation));
    return { session, conversation, clicks: (texts: string[]) => stage.other.clicks(session, texts) };
  };
  const lines = (conversation: string, count: number) =>
    until(`${count} lines`, async () => {
      const found = await stage.other.lines(conversation);
      return found.length >= count ? found : null;
    });

  it.each([
    'timeout-after-store',
    'reset-after-store',
    'status-after-store',
    'stall-body-after-store',
    'not-json-after-store',
    'no-part-after-store',
  ])('a note stored by an Intercom that then answers with %s is not doubled', async (kind) => {
    const { conversation, clicks } = await linked();
    await stage.other.fault({ target: 'reply', kind, status: 502, match: { conversationId: conversation } });
    await clicks(['once']);
    await lines(conversation, 1);
    await clicks(['twice']);
    expect(await lines(conversation, 2)).toEqual(['once', 'twice']);
  });

  it.each([408, 502, 503, 504])(
    'a note that is stored after a gateway has given it up with %i is not doubled',
    async (status) => {
      const { conversation, clicks } = await linked();
      const match = { conversationId: conversation };
      // Within the time-out and its slack: 3 s here.
      await stage.other.fault({ target: 'reply', kind: 'status-before-late-store', status, ms: 2_200, match });
      await clicks(['once']);
      await lines(conversation, 1);
      await clicks(['twice']);
      expect(await lines(conversation, 2)).toEqual(['once', 'twice']);
      expect((await stage.other.notes(conversation)).length).toBe(2);
    },
  );

  it('a foreign part last in the answer is not taken for ours', async () => {
    const { conversation, clicks } = await linked();
    await stage.other.fault({ target: 'reply', kind: 'foreign-part-last', match: { conversationId: conversation } });
    await clicks(Array.from({ length: 20 }, (_, i) => `a${i}`));
    const notes = await until('summarised and redacted', async () => {
      const all = await stage.other.notes(conversation);
      return all.length === 2 && all[0]!.redacted ? all : null;
    });
    expect(notes[1]!.isSummary).toBe(true);
    const { parts } = await stage.other.thread(conversation);
    expect(parts.filter((part) => part.redacted).map((part) => part.id)).toEqual([notes[0]!.id]);
  });

  it.each([500, 503, 408])('a %i before anything was stored is tried again', async (status) => {
    const { conversation, clicks } = await linked();
    await stage.other.fault({ target: 'reply', kind: 'status', status, match: { conversationId: conversation } });
    await clicks(['after all']);
    expect(await lines(conversation, 1)).toEqual(['after all']);
  });

  it('a refused note becomes a dead letter with its reason, and the session goes on', async () => {
    const { conversation, clicks } = await linked();
    await stage.other.fault({ target: 'reply', kind: 'status', status: 422, match: { conversationId: conversation } });
    await clicks(['refused']);
    await until(
      'a dead letter',
      async () => (await stage.redis.client.keys(`${stage.redis.prefix}:dead:*`)).length > 0,
    );
    await clicks(['goes on']);
    expect(await lines(conversation, 1)).toEqual(['goes on']);
  });

  it('a deleted conversation ends its session and no other', async () => {
    const gone = await linked();
    const stays = await linked();
    await stage.other.act(gone.conversation, 'delete');
    await gone.clicks(['into the void']);
    await stays.clicks(['arrives']);
    expect(await lines(stays.conversation, 1)).toEqual(['arrives']);
    await until(
      'dropped and counted',
      async () => (await stage.redis.client.hget(`${stage.redis.prefix}:dropped`, 'conversation_gone')) === '1',
    );
  });

  it('a wrong admin id pauses sending, unready, loses nothing, and goes on by itself', async () => {
    const { conversation, clicks } = await linked();
    await stage.other.settings({ adminIds: ['1'] });
    await clicks(['kept']);
    await until('unready', async () => !(await stage.service.ready()));
    const health = (await (await fetch(`${stage.service.opsUrl}/health/ready`)).json()) as unknown;
    expect(JSON.stringify(health)).toContain('admin_not_found');
    await never('a note', async () => (await stage.other.notes(conversation)).length > 0, 300);
    await stage.other.settings({ adminIds: ['7412205', '7412990'] });
    expect(await lines(conversation, 1)).toEqual(['kept']);
    await stage.service.untilReady();
  });
});
