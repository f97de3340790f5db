import type { Signal } from './signal';
import { seconds, type Step } from './step';

/** So long without an action, after an error, says that somebody gave up or is stuck. Seconds. */
export const SILENCE_S = 45;
/** The error is at most so many actions back. */
const NEAR = 20;

/** The first pause of 45 s within 20 actions of each error. `now`: Unix seconds, for the pause that is not over. */
export function silences(steps: readonly Step[], found: readonly Signal[], now: number): Signal[] {
  return found
    .filter(({ kind }) => kind === 'error')
    .flatMap((error) => {
      const last = steps
        .slice(error.to, error.to + NEAR)
        .find((step) => (steps[step.n + 1]?.ts ?? now) - step.ts >= SILENCE_S);
      if (!last) return [];
      const gap = (steps[last.n + 1]?.ts ?? now) - last.ts;
      const text = `nothing for ${seconds(gap)} after the error`;
      return [{ kind: 'silence_after_error' as const, text, at: last.ts + SILENCE_S, from: error.from, to: last.n }];
    })
    .slice(0, 1);
}
