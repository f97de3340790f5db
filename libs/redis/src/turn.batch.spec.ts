import { setImmediate as turn } from 'node:timers/promises';
import { TurnBatch } from './turn.batch';

describe('TurnBatch', () => {
  const calls: number[][] = [];
  const doubled = new TurnBatch<number, number>(async (all) => {
    calls.push(all);
    if (all.includes(0)) throw new Error('away');
    return all.map((n) => (n < 0 ? new Error(`${n} is negative`) : n * 2));
  });
  beforeEach(() => calls.splice(0));

  it('makes one call of what is asked in one turn, and answers each', async () => {
    expect(await Promise.all([1, 2, 3].map((n) => doubled.ask(n)))).toEqual([2, 4, 6]);
    await turn();
    expect(await doubled.ask(4)).toBe(8);
    expect(calls).toEqual([[1, 2, 3], [4]]);
  });

  it('makes one call of what is asked while another is on its way', async () => {
    const answers: (() => void)[] = [];
    const sizes: number[] = [];
    const slow = new TurnBatch<number, number>(async (all) => {
      sizes.push(all.length);
      await new Promise<void>((answered) => answers.push(answered));
      return all;
    });
    const first = slow.ask(1);
    await turn();
    const meanwhile: Promise<number>[] = [];
    for (const n of [2, 3, 4]) {
      meanwhile.push(slow.ask(n));
      await turn();
    }
    expect(sizes).toEqual([1]);
    answers[0]!();
    expect(await first).toBe(1);
    while (answers.length < 2) await turn();
    answers[1]!();
    expect(await Promise.all(meanwhile)).toEqual([2, 3, 4]);
    expect(sizes).toEqual([1, 3]);
  });

  it('makes several calls of very many', async () => {
    const many = Array.from({ length: 230 }, (_, i) => i + 1);
    expect(await Promise.all(many.map((n) => doubled.ask(n)))).toEqual(many.map((n) => n * 2));
    expect(calls.map(({ length }) => length)).toEqual([100, 100, 30]);
  });

  it('fails the one that failed, and all when the call did', async () => {
    expect(await Promise.allSettled([1, -1].map((n) => doubled.ask(n)))).toEqual([
      { status: 'fulfilled', value: 2 },
      { status: 'rejected', reason: new Error('-1 is negative') },
    ]);
    const outcomes = await Promise.allSettled([1, 0].map((n) => doubled.ask(n)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
