import { setTimeout as sleep } from 'node:timers/promises';
import { Play } from './session.play.fixture';

describe('the pace of notes', () => {
  let play: Play;
  const open = (...rules: ConstructorParameters<typeof Play>) => (play = new Play(...rules));
  afterEach(() => play.close());
  const waits = async (generation: number) => {
    const step = await play.begin(generation);
    return step.do === 'wait' ? step.ms : 0;
  };
  const rewind = (...fields: Record<string, number>[]) =>
    play.redis.hset(`${play.prefix}:s:${play.key()}`, Object.assign({}, ...fields) as Record<string, number>);

  it('goes by the number of notes since the user wrote, and begins anew when they write', async () => {
    open({ debounceMs: [5_000, 20_000], debounceMaxMs: [10_000, 60_000] });
    await play.writes();
    const note = async () => {
      const generation = await play.arrive(play.actions(1));
      const ms = await waits(generation);
      await rewind({ last: Date.now() - 120_000, first: Date.now() - 120_000 });
      await play.flush(generation);
      return Math.ceil(ms / 1000);
    };
    expect([await note(), await note(), await note()]).toEqual([5, 20, 20]);
    await play.writes();
    expect(await note()).toBe(5);
  });

  it('slows a session whose notes follow each other quickly, up to the longest wait, and an ordinary one never', async () => {
    open({ debounceMs: [20], debounceMaxMs: [400] });
    await play.writes();
    const quiet: number[] = [];
    const note = async (apartMs: number) => {
      const generation = await play.arrive(play.actions(1));
      quiet.push(await waits(generation));
      await play.flush(generation);
      await rewind({ at: Date.now() - apartMs });
    };
    for (let i = 0; i < 10; i++) await note(300);
    expect(Math.max(...quiet)).toBeLessThanOrEqual(20);
    for (let i = 0; i < 10; i++) await note(0);
    expect(quiet.at(-1)).toBeGreaterThan(60);
    expect(quiet.at(-1)).toBeLessThanOrEqual(400);
    // The pause is seen when the note after it is made: the next one is as quick as the first.
    for (let i = 0; i < 3; i++) await note(1_000);
    expect(quiet.at(-1)).toBeLessThanOrEqual(20);
  });

  describe('a signal', () => {
    it('lets what waits be posted at once, at most once in a while, never without actions', async () => {
      open({ debounceMs: [60_000], debounceMaxMs: [60_000], hurryEveryMs: 30_000 });
      await play.writes();
      expect((await play.sessions.signals.hurry(play.key())).generation).toBe(0);
      const first = await play.arrive(play.actions(1));
      const { generation } = await play.sessions.signals.hurry(play.key());
      expect(generation).toBe(first + 1);
      expect(await play.begin(first)).toEqual({ do: 'stop' });
      expect(await waits(generation)).toBe(0);
      expect(await play.flush(generation)).toMatchObject([{ texts: ['action 1'], binned: false }]);
      const next = await play.arrive(play.actions(1));
      expect((await play.sessions.signals.hurry(play.key())).generation).toBe(0);
      expect(await waits(next)).toBeGreaterThan(0);
      await rewind({ hurried: Date.now() - 31_000 });
      // It came with the payload before, 29 s after the last one.
      expect((await play.sessions.signals.hurry(play.key(), Date.now() - 2_000)).generation).toBe(0);
      expect((await play.sessions.signals.hurry(play.key())).generation).toBe(next + 1);
    });

    it('that is an error does not wait for lesser ones before it, but for an error', async () => {
      open({ debounceMs: [60_000], debounceMaxMs: [60_000], hurryEveryMs: 30_000 });
      await play.writes();
      const hurried = async (...came: [number | 'now', (number | 'now')?]) => {
        await play.arrive(play.actions(1));
        const { generation } = await play.sessions.signals.hurry(play.key(), ...came);
        return generation > 0 && (await play.flush(generation)).flatMap(({ texts }) => texts).length;
      };
      expect(await hurried('now')).toBe(1);
      expect(await hurried('now')).toBe(false);
      expect(await hurried('now', 'now')).toBe(2);
      expect(await hurried('now', 'now')).toBe(false);
      // It came before the one that was posted at once.
      await rewind({ hurried: Date.now() - 31_000, erred: Date.now() - 31_000 });
      expect(await hurried(Date.now() - 2_000, Date.now() - 2_000)).toBe(false);
      // A lesser one takes it along, and does not count for an error.
      expect(await hurried('now', Date.now() - 2_000)).toBe(3);
      expect(await hurried('now', 'now')).toBe(1);
    });

    it('behind a note that is under way it follows at once; in recipe nothing is hurried', async () => {
      open({ debounceMs: [60_000], debounceMaxMs: [60_000], hurryEveryMs: 30_000 });
      await play.writes();
      const generation = await play.arrive(play.actions(1));
      await rewind({ last: 1, first: 1 });
      const under = (await play.note(generation))!;
      await play.arrive(play.actions(1, 'error'));
      expect((await play.sessions.signals.hurry(play.key())).generation).toBe(0);
      await play.posted(under);
      expect(await play.flush(generation)).toMatchObject([{ texts: ['error 1'] }]);
      const recipe = play.withRules({ hurryEveryMs: 0 });
      await play.arrive(play.actions(1));
      expect((await recipe.signals.hurry(play.key())).generation).toBe(0);
    });
  });

  describe('NOTE_PRESET=off', () => {
    it('posts nothing; actions count for summaries, which are kept; a switch back posts no backlog', async () => {
      open({ mute: true });
      await play.writes();
      expect(await play.flush(await play.arrive(play.actions(7)))).toEqual([]);
      const [due] = await play.sessions.sweeps.sweepEffects();
      expect(due).toMatchObject({ summary: 0 });
      expect((await play.sessions.summaries.freeze(play.key(), 0)).covered).toHaveLength(7);
      expect(await play.flush(await play.sessions.summaries.storeSummary(play.key(), 0, play.prose()))).toEqual([]);
      expect(await play.redis.get(`${play.prefix}:s:${play.key()}:s`)).toBe(JSON.stringify(play.prose()));
      expect(await play.redis.lrange(`${play.prefix}:s:${play.key()}:n`, 0, -1)).toEqual([]);
      await play.flush(await play.arrive(play.actions(6)));
      const recipe = play.withRules({ mute: false });
      const generation = await play.arrive(play.actions(2, 'after'), {}, recipe);
      expect(await play.flush(generation, recipe)).toMatchObject([
        { kind: 'actions', texts: ['after 1', 'after 2'], committed: { summary: null } },
      ]);
    });

    it('does not post what waits when it is switched on, but looks for what was sent', async () => {
      open();
      await play.writes();
      const generation = await play.arrive(play.actions(1));
      const sent = (await play.note(generation))!;
      await play.sessions.flushes.arm(play.key(), sent.ref, 'o', 'print');
      await sleep(1);
      const off = play.withRules({ mute: true });
      expect(await play.note(generation, 'other', off)).toMatchObject({ ref: sent.ref, items: [], print: 'print' });
      await off.flushes.voidIntent(play.key(), sent.ref, 'other');
      expect(await play.note(generation, 'other', off)).toBeNull();
      expect(await play.redis.llen(`${play.prefix}:s:${play.key()}:u`)).toBe(1);
    });
  });
});
