import { loadSettings, type Settings } from '@app/config';
import type { StoredAction } from '@app/sessions';
import { figuresOf } from './figures';
import { simulate } from './simulate';
import type { ThreadNote } from './visit';

const START = 1_790_000_000;
const settings = (preset: string, own: Record<string, string> = {}): Settings =>
  loadSettings({ NOTE_PRESET: preset, ...own }, { roles: [], only: [] });
const click = (i: number, atS: number, text = `User clicked Item ${i} on the Home page`): StoredAction => ({
  i,
  type: 'click',
  text,
  ts: START + atS,
  url: 'https://shop.example/',
});
/** One click every so many seconds, from so many seconds on. */
const clicks = (count: number, everyS: number, fromS = 0) =>
  Array.from({ length: count }, (_, n) => click(n, fromS + n * everyS));
const visit = (after: StoredAction[], before: StoredAction[] = []) => ({ sessionId: 'sid', before, after });
const times = (thread: readonly ThreadNote[]) => thread.map(({ at }) => Math.round((at / 1000 - START) * 1000) / 1000);
const ofKind = (thread: readonly ThreadNote[], kind: ThreadNote['kind']) => thread.filter((note) => note.kind === kind);

describe('the thread as it would be', () => {
  it('recipe: each batch of three seconds is a note, a moment after it came', () => {
    const thread = simulate(visit(clicks(3, 10)), settings('recipe'));
    expect(times(thread)).toEqual([3.15, 13.15, 23.15]);
    expect(thread[0]!.lines).toEqual([
      'session_id: sid',
      'timestamp: 2026-09-21 14:13:20 UTC',
      '',
      '[1] User clicked Item 0 on the Home page',
      '',
      'ref preview00001',
    ]);
  });

  it('calm: waits for quiet, and longer with every note', () => {
    const thread = simulate(visit([click(0, 0), click(1, 60), click(2, 120)]), settings('calm'));
    // 3 s of the connector, then 5, 10 and 20 s of quiet
    expect(times(thread)).toEqual([8, 73, 143]);
  });

  it('no action waits longer than the longest wait', () => {
    const thread = simulate(visit(clicks(8, 4)), settings('calm'));
    expect(times(thread)[0]).toBe(13);
    expect(thread.reduce((sum, { actions }) => sum + actions, 0)).toBe(8);
  });

  it('a session whose notes follow each other quickly is slowed', () => {
    const gaps = (list: number[]) => list.slice(1).map((at, n) => at - list[n]!);
    const own = { DEBOUNCE_MS: '100', DEBOUNCE_MAX_MS: '20000' };
    const slowed = gaps(times(simulate(visit(clicks(60, 3)), settings('recipe', own))));
    expect(Math.max(...slowed.slice(0, 3))).toBeLessThanOrEqual(3);
    expect(Math.max(...slowed.slice(3))).toBeGreaterThan(3);
  });

  it('what led to the question is one note with bins, which no summary covers', () => {
    const thread = simulate(visit(clicks(20, 4, 30), clicks(4, 2)), settings('recipe'));
    expect(thread[0]).toMatchObject({ kind: 'link', actions: 4, deletedAt: null });
    expect(thread[0]!.lines.filter((line) => line === '').length).toBeGreaterThan(2);
    expect(ofKind(thread, 'summary')).toMatchObject([{ actions: 20 }]);
    const counted = simulate(visit(clicks(20, 4, 30), clicks(4, 2)), settings('recipe', { KEEP_LINK_NOTE: 'off' }));
    expect(counted[0]!.deletedAt).not.toBeNull();
  });

  it('a summary at the threshold deletes the notes that it covers, and no others', () => {
    const thread = simulate(visit(clicks(25, 10)), settings('recipe'));
    const [summary] = ofKind(thread, 'summary');
    expect(summary).toMatchObject({ actions: 20, deletedAt: null });
    expect(summary!.lines).toContain('Summary by rules');
    const notes = ofKind(thread, 'actions');
    expect(notes.filter(({ deletedAt }) => deletedAt === summary!.at)).toHaveLength(20);
    expect(notes.slice(20).every(({ deletedAt }) => deletedAt === null)).toBe(true);
    expect(figuresOf(thread, 25)).toMatchObject({
      visible: 6,
      tombstones: 20,
      per100: { visible: 24, tombstones: 80 },
    });
  });

  it('a rolling summary takes the place of the one before', () => {
    const on = (n: number) => `User clicked Item ${n % 5} on the ${n < 40 ? 'Home' : 'Cart'} page`;
    const long = visit(Array.from({ length: 90 }, (_, n) => click(n, n * 10, on(n))));
    const thread = simulate(long, settings('calm'));
    const rolling = ofKind(thread, 'summary');
    expect(rolling).toHaveLength(2);
    for (const { at } of rolling)
      expect(ofKind(thread, 'actions').findLast((note) => note.at < at)!.deletedAt).not.toBe(at);
    expect(rolling.map(({ deletedAt }) => deletedAt !== null)).toEqual([true, false]);
    expect(rolling[1]!.lines.join()).toContain('Home');
    const each = ofKind(simulate(long, settings('calm', { SUMMARY_ROLLING: 'off' })), 'summary');
    expect(each.map(({ deletedAt }) => deletedAt)).toEqual([null, null]);
    expect(each[1]!.lines.join()).not.toContain('Home');
  });

  it('quiet: no summary, and nothing is deleted', () => {
    const thread = simulate(visit(clicks(90, 10)), settings('quiet'));
    expect(thread.length).toBeGreaterThan(3);
    expect(thread.every(({ kind, deletedAt }) => kind === 'actions' && deletedAt === null)).toBe(true);
  });

  it('a signal is posted as soon as it comes, once in thirty seconds', () => {
    const pays = (fromS: number) =>
      Array.from({ length: 5 }, (_, n) => click(n, fromS + n / 2, 'User clicked Pay now button on the Checkout page'));
    const thread = simulate(visit([...pays(0), ...pays(12), ...pays(60)]), settings('calm'));
    const hurried = thread.filter((note) => note.hurried);
    expect(times(hurried)).toEqual([3, 63]);
    expect(hurried[0]!.lines.join('\n')).toContain('⚠ Pay now clicked 5×');
    expect(simulate(visit(pays(0)), settings('recipe')).some((note) => note.hurried)).toBe(false);
  });

  it('the first error of thirty seconds is posted as soon as it comes, whatever lesser signal came before', () => {
    const pays = Array.from({ length: 4 }, (_, n) =>
      click(n, n / 2, 'User clicked Pay now button on the Checkout page'),
    );
    const declined = (atS: number) => click(9, atS, 'User clicked Your card was declined on the Checkout page');
    const thread = simulate(visit([...pays, declined(9), declined(15), ...clicks(1, 1, 200)]), settings('quiet'));
    expect(times(thread.filter((note) => note.hurried))).toEqual([3, 12]);
  });

  it('a batch does not split a signal from what led to the question, or from what a summary has told', () => {
    const pays = Array.from({ length: 4 }, (_, n) =>
      click(n, n / 2, 'User clicked Pay now button on the Checkout page'),
    );
    const thread = simulate(visit(pays.slice(2), pays.slice(0, 2)), settings('calm'));
    expect(thread.map(({ hurried }) => hurried)).toEqual([false, true]);
    expect(thread[1]!.lines.join('\n')).toContain('⚠ Pay now clicked 4×');
  });

  it('what waits is posted when nothing more has come for 45 s after an error', () => {
    const error = {
      ...click(0, 0, 'User landed on the Error page'),
      type: 'pageview',
      url: 'https://shop.example/error',
    };
    const slow = settings('quiet', { DEBOUNCE_MS: '100000', DEBOUNCE_MAX_MS: '200000' });
    const thread = simulate(visit([error, click(1, 30)]), slow);
    expect(times(thread)).toEqual([3, 78]);
    expect(thread.every((note) => note.hurried)).toBe(true);
  });

  it('payloads that were recorded keep the times at which they came', () => {
    const came = (i: number, atS: number, f?: number): StoredAction => ({
      ...click(i, atS),
      ...(f === undefined ? {} : { f: (START + f) * 1000 }),
    });
    const thread = simulate(visit([came(0, 0, 9), came(1, 8), came(2, 9.5, 10)]), settings('recipe'));
    expect(thread.map(({ actions }) => actions)).toEqual([2, 1]);
    expect(times(thread)).toEqual([9.15, 10.15]);
  });

  it('what one note cannot hold is the next one', () => {
    const long = Array.from({ length: 10 }, (_, n) => click(n, n / 10, `${n} ${'x'.repeat(900)}`));
    const thread = simulate(visit([], long), settings('recipe'));
    expect(thread.length).toBeGreaterThan(1);
    expect(thread.every(({ lines }) => lines.join('\n').length <= 5000)).toBe(true);
    expect(thread.reduce((sum, { actions }) => sum + actions, 0)).toBe(10);
  });
});
