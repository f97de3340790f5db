import fc from 'fast-check';
import { Play } from '../../sessions/src/session.play.fixture';
import { Pace } from './pace';

/** Between setting the state and reading it time goes on: nothing is decided by less than this, ms. */
const APART_MS = 2_000;

interface Note {
  /** From the note before to the first action that waits, and from there to the last one, as parts of the longest wait. */
  gap: number;
  span: number;
  hurried: boolean;
}

/** At the next moment from `at` on at which no comparison with these limits is close. */
function clearOf(at: number, limits: number[]): number {
  const close = limits.find((limit) => Math.abs(at - limit) < APART_MS);
  return close === undefined ? at : clearOf(close + APART_MS, limits);
}

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((s) => s * 1000);
const lists = fc
  .array(fc.tuple(seconds(5, 25), seconds(0, 60)), { minLength: 1, maxLength: 4 })
  .map((pairs) => ({ debounceMs: pairs.map(([q]) => q), debounceMaxMs: pairs.map(([q, more]) => q + more + 30_000) }));
/** Mostly quick ones, which slow a session. */
const note: fc.Arbitrary<Note> = fc.record({
  gap: fc.constantFrom(0, 0, 0, 0, 0, 0, 0.2, 0.7, 1.5, 4),
  span: fc.constantFrom(0, 0, 0, 0.3, 0.8),
  hurried: fc.constantFrom(false, false, false, false, true),
});

it('the preview waits as the flush script does, whatever the lists and however the notes follow each other', async () => {
  await fc.assert(
    fc.asyncProperty(lists, fc.array(note, { minLength: 4, maxLength: 14 }), async (rules, notes) => {
      const play = new Play({ ...rules, summaryThreshold: 1_000 });
      const hash = `${play.prefix}:s:${play.key()}`;
      const redisNow = async () => {
        const [s, us] = await play.redis.time();
        return Number(s) * 1000 + Math.floor(Number(us) / 1000);
      };
      try {
        const pace = new Pace(rules);
        const rarest = rules.debounceMaxMs.at(-1)!;
        await play.writes();
        let [before, count] = [0, 0];
        for (const { gap, span, hurried } of notes) {
          const longest = rules.debounceMaxMs[Math.min(count, rules.debounceMaxMs.length - 1)]!;
          const first = before + gap * longest;
          const last = first + span * longest;
          const due = pace.dueAt(first, last);
          const generation = await play.arrive(play.actions(1));
          // The story of the preview, told to Redis as if it were at this moment of it.
          const itIs = async (moment: number) => {
            const offset = (await redisNow()) - moment;
            const told = { first: first + offset, last: last + offset, ...(count > 0 && { at: before + offset }) };
            await play.redis.hset(hash, told);
            return offset;
          };

          const offset = await itIs(last);
          const asked = await redisNow();
          const step = await play.begin(generation);
          if (step.do !== 'wait') throw new Error(`nothing is due yet: ${step.do}`);
          // The script has read its clock between these two moments.
          expect(due + offset).toBeGreaterThanOrEqual(asked + step.ms);
          expect(due + offset).toBeLessThanOrEqual((await redisNow()) + step.ms);

          const at = clearOf(due, [first + longest, before + rarest / 2, before + 2 * rarest]);
          await itIs(at);
          if (hurried) await play.redis.hset(hash, 'soon', 1);
          await play.posted((await play.note(generation))!);
          pace.posted(at, { first, notes: 1, hurried });
          before = at;
          count++;
        }
      } finally {
        await play.close();
      }
    }),
    { numRuns: 40 },
  );
});
