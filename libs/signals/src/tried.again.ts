import { commits } from './labels';
import { offersAnotherTry, saysSuccess } from '@app/wording';
import type { Signal } from './signal';
import { acts, seconds, type Step } from './step';

const WITHIN_S = 180;
/** Closer together it is one press that was counted twice, or a repeated click. */
const APART_S = 1;

/** The same save, send, pay, apply … twice within three minutes on one page, without another page or the word that it went well in between. */
export function triedAgain(steps: readonly Step[]): Signal[] {
  const signals: Signal[] = [];
  let tries = new Map<string, Step[]>();
  const end = () => {
    for (const run of tries.values()) {
      const [first, last] = [run[0]!, run.at(-1)!];
      if (run.length < 2) continue;
      signals.push({
        kind: 'tried_again',
        text: `${first.label} ${first.kind === 'submit' ? 'sent' : 'pressed'} ${run.length} times in ${seconds(last.ts - first.ts)}`,
        at: run[1]!.ts,
        from: first.n,
        to: last.n,
      });
    }
    tries = new Map();
  };
  let page = '';
  for (const step of steps) {
    if (step.kind === 'view' || (step.page && page && step.page !== page)) end();
    page = step.page || page;
    if (step.kind === 'message' && saysSuccess(step.label)) end();
    if (!acts(step) || !(commits(step.label) || offersAnotherTry(step.label))) continue;
    const run = tries.get(step.label);
    const before = run?.at(-1);
    if (!run || !before || step.ts - run[0]!.ts > WITHIN_S) tries.set(step.label, [step]);
    else if (step.ts - before.ts >= APART_S) run.push(step);
  }
  end();
  return signals;
}
