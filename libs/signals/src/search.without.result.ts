import { saysNoResult } from '@app/wording';
import type { Signal } from './signal';
import type { Step } from './step';

const SEARCHES = 3;

/** A page or text that says that nothing was found, or three searches without a click in between. */
export function searchesWithoutResult(steps: readonly Step[]): Signal[] {
  const signals: Signal[] = [];
  let searches: Step[] = [];
  const tell = (step: Step, text: string) => {
    signals.push({ kind: 'search_without_result', text, at: step.ts, from: searches[0]?.n ?? step.n, to: step.n });
    searches = [];
  };
  for (const step of steps) {
    if (step.kind === 'search') {
      if (searches.at(-1)?.label !== step.label) searches.push(step);
      if (searches.length === SEARCHES) tell(step, `${SEARCHES} searches in a row, last for "${step.label}"`);
    } else if (
      (step.kind === 'view' || step.kind === 'click' || step.kind === 'message' || step.kind === 'other') &&
      saysNoResult(step.label)
    ) {
      const query = searches.at(-1)?.label;
      tell(step, query ? `nothing found for "${query}"` : `"${step.label}"`);
    } else if (step.kind === 'click') searches = [];
  }
  return signals;
}
