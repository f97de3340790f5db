import { runCommand } from '../support/command';
import { RedisDump } from '../support/redis-dump';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

/** Redis as version 0.1.0 left it, all its processes killed in the middle of their work. */
describe('an upgrade from 0.1.0', () => {
  let stage: Stage;
  const conversations: Record<string, string> = {};
  const dump = new RedisDump('redis-of-0.1.0.json');
  const numbered = (count: number, what: string) => Array.from({ length: count }, (_, i) => `${what} ${i + 1}`);
  const lines = (name: string) => stage.other.lines(conversations[name]!);
  const delivered = (name: string, expected: string[]) =>
    until(`${name} is delivered`, async () => (await lines(name)).length >= expected.length).then(async () =>
      expect(await lines(name)).toEqual(expected),
    );

  beforeAll(async () => {
    stage = await Stage.open({ environment: { DEBOUNCE_MS: '50' }, roles: [] });
    // Nobody listens yet: the webhooks of these conversations are lost, and what links them stands in the dump.
    for (const [name, { conversation, user }] of Object.entries(dump.names)) {
      const { id } = await stage.other.contact({ external_id: user });
      if (!conversation) continue;
      conversations[name] = await stage.other.writes(id);
      dump.rename(conversation, conversations[name]);
    }
    await dump.restore(stage.redis.client, stage.redis.prefix);
    await (await stage.add('webhook,stream,writer')).untilReady();
  });
  afterAll(() => stage?.close());

  it('delivers what was admitted and was in no buffer yet', () => delivered('outbox', numbered(3, 'outbox action')));

  it('delivers a note whose answer was lost, once', () => delivered('lost', numbered(3, 'ambiguous action')));

  it('posts the summary that was written and the one that was due', async () => {
    for (const name of ['text', 'due']) {
      await until(`the summary of ${name}`, async () =>
        (await stage.other.notes(conversations[name]!)).some((note) => note.isSummary),
      );
    }
  });

  it('goes on counting: 12 actions were posted before, 9 come after', async () => {
    const notes = await until('a summary of all 21', async () => {
      const all = await stage.other.notes(conversations['counting']!);
      return all.length === 2 && all[0]!.redacted ? all : null;
    });
    expect(notes.map((note) => note.isSummary)).toEqual([false, true]);
  });

  it('posts what was held when the conversation opens', async () => {
    await stage.other.act(conversations['held']!, 'open');
    await delivered('held', numbered(3, 'held action'));
  });

  it('links the session that had no conversation, with what it had buffered', async () => {
    const { session, user } = dump.names['unlinked']!;
    const { id } = await stage.other.contact({ external_id: user });
    conversations['unlinked'] = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await delivered('unlinked', numbered(4, 'unlinked action'));
  });

  it('links the conversation that waited', async () => {
    await stage.other.clicks(newSession(), ['came later'], { user_id: dump.names['waiting']!.user });
    await delivered('waiting', ['came later']);
  });

  it('sends a dead letter again', async () => {
    expect((await runCommand(['retry', '--all'], stage.environment)).code).toBe(0);
    await delivered('dead', numbered(2, 'dead letter action'));
  });
});
