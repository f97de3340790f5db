import { isMessage } from './error';
import { isAside } from './labels';
import type { Signal } from './signal';
import { acts, leadsOn, type Step } from './step';

const LEAST_FIELDS = 2;

/** Two or more fields of a page filled in, then another page, and nothing pressed that could have sent them. */
export function formsLeft(steps: readonly Step[]): Signal[] {
  const signals: Signal[] = [];
  let fields = new Set<string>();
  let page = '';
  let from = 0;
  const clear = () => (fields = new Set());
  for (const step of steps) {
    const next = steps[step.n + 1];
    const leaves = step.kind === 'view' ? step.label !== page : step.page !== '' && step.page !== page;
    if (leaves) {
      if (fields.size >= LEAST_FIELDS)
        signals.push({
          kind: 'form_left',
          text: `left ${page || 'a form'} with ${fields.size} fields filled in, nothing sent`,
          at: step.ts,
          from,
          to: step.n,
        });
      clear();
      page = step.page || step.label;
    }
    if (step.kind === 'type') {
      if (fields.size === 0) from = step.n;
      fields.add(step.label);
    }
    const sends = acts(step) && !leadsOn(step, next) && !isAside(step.label) && !isMessage(step);
    if (sends || step.kind === 'search') clear();
  }
  return signals;
}
