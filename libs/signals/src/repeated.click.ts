import { isPressedRepeatedly } from './labels';
import type { Signal } from './signal';
import { acts, seconds, type Step } from './step';

const LEAST = 4;
const LONGEST_GAP_S = 1;

/** The same button at least four times in a row, each at most a second after the one before; not what is made to be pressed often. */
export function repeatedClicks(steps: readonly Step[]): Signal[] {
  const signals: Signal[] = [];
  let run: Step[] = [];
  const end = () => {
    const [first, last] = [run[0], run.at(-1)];
    if (first && last && run.length >= LEAST && !isPressedRepeatedly(first.label))
      signals.push({
        kind: 'repeated_click',
        text: `${first.label} clicked ${run.length}× in ${seconds(last.ts - first.ts)}`,
        at: run[LEAST - 1]!.ts,
        from: first.n,
        to: last.n,
      });
    run = [];
  };
  for (const step of steps) {
    const before = run.at(-1);
    if (before && !(step.label === before.label && acts(step) && step.ts - before.ts <= LONGEST_GAP_S)) end();
    if (acts(step)) run.push(step);
  }
  end();
  return signals;
}
