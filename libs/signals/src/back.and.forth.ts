import type { Signal } from './signal';
import { seconds, type Step } from './step';

const VIEWS = 5;
const WITHIN_S = 180;

/** A B A B A within three minutes, nothing sent between, on no page of one item among many: a list and its items are no riddle. */
export function backAndForth(steps: readonly Step[]): Signal[] {
  const signals: Signal[] = [];
  let views: Step[] = [];
  for (const step of steps) {
    if (step.kind === 'submit') views = [];
    if (step.kind !== 'view') continue;
    views.push(step);
    const last = views.slice(-VIEWS);
    const [a, b] = [last[0], last[1]];
    if (last.length < VIEWS || !a || !b || a.label === b.label || step.ts - a.ts > WITHIN_S) continue;
    const alternates = last.every(({ label }, i) => label === (i % 2 === 0 ? a.label : b.label));
    if (!alternates || last.some(({ url }) => url.includes(':id'))) continue;
    signals.push({
      kind: 'back_and_forth',
      text: `back and forth between ${a.label} and ${b.label}, ${VIEWS} pages in ${seconds(step.ts - a.ts)}`,
      at: step.ts,
      from: a.n,
      to: step.n,
    });
    views = [];
  }
  return signals;
}
