import { readAction, readSummary } from './session.items';
import { Play } from './session.play.fixture';

describe('what a linked session keeps to be looked at', () => {
  let play: Play;
  beforeEach(() => (play = new Play({ keptActions: 8 })));
  afterEach(() => play.close());

  const list = async (name: string) => play.redis.lrange(`${play.prefix}:s:${play.key()}:${name}`, 0, -1);
  const kept = async () => (await list('u')).map((item) => readAction(item).text);
  const last = async () => {
    const stored = await play.redis.get(`${play.prefix}:s:${play.key()}:s`);
    return stored === null ? null : readSummary(stored).prose;
  };

  /** A note of five, its summary, and all of it posted. */
  async function told(k: number, what: string, sessions = play.sessions) {
    await play.flush(await play.arrive(play.actions(5, what), {}, sessions), sessions);
    await sessions.summaries.freeze(play.key(), k);
    const generation = await sessions.summaries.storeSummary(play.key(), k, {
      prose: `summary ${k}`,
      by: 'gpt',
      since: 0,
    });
    const [note] = await play.flush(generation, sessions);
    for (const part of note!.committed.redact) await sessions.redactions.redacted(play.key(), part);
  }

  it('its last actions, told by a summary or not, and its last summary', async () => {
    await play.writes();
    await told(0, 'first');
    expect([await kept(), await last()]).toEqual([[1, 2, 3, 4, 5].map((n) => `first ${n}`), 'summary 0']);
    await told(1, 'second');
    const second = [1, 2, 3, 4, 5].map((n) => `second ${n}`);
    expect([await kept(), await last()]).toEqual([['first 3', 'first 4', 'first 5', ...second], 'summary 1']);
  });

  it('and also what led to the question, once a summary has told it', async () => {
    await play.arrive(play.actions(2, 'before'));
    const [generation] = await play.writes();
    await play.flush(generation!);
    expect(await list('f')).toHaveLength(2);
    await told(0, 'after');
    expect(await kept()).toEqual(['before 1', 'before 2', ...[1, 2, 3, 4, 5].map((n) => `after ${n}`)]);
    expect(await list('f')).toEqual([]);
  });

  it('none of it is told twice: the next summary covers what none has covered', async () => {
    await play.writes();
    await told(0, 'first');
    await play.flush(await play.arrive(play.actions(5, 'second')));
    const { covered } = await play.sessions.summaries.freeze(play.key(), 1);
    expect(covered.map((item) => readAction(item).text)).toEqual([1, 2, 3, 4, 5].map((n) => `second ${n}`));
  });

  it('the last of it is what a sign of trouble is seen against: with the question, since then, told by a summary or not', async () => {
    const seen = async (count: number) => {
      const { posted, waiting } = await play.sessions.signals.lastActions(play.key(), count);
      return [posted, waiting].map((actions) => actions.map(({ text }) => text));
    };
    await play.arrive(play.actions(2, 'before'));
    const [generation] = await play.writes();
    expect(await seen(20)).toEqual([[], ['before 1', 'before 2']]);
    await play.flush(generation!);
    expect(await seen(20)).toEqual([['before 1', 'before 2'], []]);
    await told(0, 'told');
    await play.arrive(play.actions(1, 'next'));
    const after = [1, 2, 3, 4, 5].map((n) => `told ${n}`);
    expect(await seen(20)).toEqual([['before 1', 'before 2', ...after], ['next 1']]);
    expect((await seen(4))[0]).toEqual(after.slice(-4));
  });

  it('as long as the session lives, and no longer', async () => {
    await play.writes();
    await told(0, 'first');
    const lives = ['', ':u', ':s'].map((end) => play.redis.pttl(`${play.prefix}:s:${play.key()}${end}`));
    for (const life of await Promise.all(lives)) expect(life).toBeGreaterThan(604_000_000);
    await play.sessions.flushes.endSession(play.key());
    expect([await kept(), await last()]).toEqual([[], null]);
  });

  it('nothing of it is left by an erasure', async () => {
    await play.writes();
    await told(0, 'first');
    for (let i = 0; i < 3; i++) await play.sessions.erasing.session(play.key(), 'erasure');
    expect(await play.redis.keys(`${play.prefix}:s:*`)).toEqual([]);
  });

  it('what is too old to be posted when its conversation opens again is kept all the same', async () => {
    await play.writes();
    await told(0, 'first');
    await play.turns('closed');
    const old = Date.now() / 1000 - 500;
    await play.arrive([play.action('while closed', old)]);
    expect(await list('q')).toEqual([]);
    expect((await kept()).at(-1)).toBe('while closed');
  });

  it('is nothing with KEEP_ACTIONS=0', async () => {
    const none = play.withRules({ keptActions: 0 });
    await play.writes();
    await told(0, 'first', none);
    expect([await kept(), await last()]).toEqual([[], null]);
  });

  it.each([
    ['nothing', 0],
    ['asked', 3],
  ])('a summary that somebody asks for: %s with %i actions that none covers', async (_, count) => {
    await play.writes();
    if (count > 0) await play.flush(await play.arrive(play.actions(count)));
    const asked = await play.sessions.summaries.summariseNow(play.key());
    expect(asked).toEqual(count > 0 ? { asked: 0 } : 'nothing');
    if (count === 0) return;
    expect(await play.sessions.summaries.summariseNow(play.key())).toBe('due');
    expect((await play.sessions.summaries.freeze(play.key(), 0)).covered).toHaveLength(count);
    const generation = await play.sessions.summaries.storeSummary(play.key(), 0, play.prose());
    expect(await play.flush(generation)).toMatchObject([{ kind: 'summary' }]);
    expect(await last()).toBe('prose');
  });

  it('a summary that was asked for and whose job was never added is found by the sweep', async () => {
    await play.writes();
    await play.flush(await play.arrive(play.actions(2)));
    await play.sessions.summaries.summariseNow(play.key());
    await play.redis.zadd(`${play.prefix}:effects`, 1, play.key());
    expect(await play.sessions.sweeps.sweepEffects()).toMatchObject([{ sessionKey: play.key(), summary: 0 }]);
  });
});
