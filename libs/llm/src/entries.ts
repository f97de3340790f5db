import { cut } from '@app/notes';
import type { SummarisedAction } from './summariser';
import { type Step, stepsOf } from './visit';

const MAX_ENTRY = 300;
const DO: Readonly<Partial<Record<Step['kind'], string>>> = {
  type: 'fill',
  click: 'click',
  submit: 'submit',
  focus: 'focus',
  blur: 'leave',
};

const times = (step: Step) => (step.times > 1 ? ` ×${step.times}` : '');
const quoted = (text: string) => `"${text}"`;

function told(step: Step): string {
  if (step.kind === 'search') return `search ${quoted(step.label)}`;
  const verb = DO[step.kind];
  // What fits no sentence of the connector is told whole, with its type.
  return verb ? `${verb} ${step.label}` : `${step.type || 'action'}: ${step.label}`;
}

/** Fields that were filled in one after the other are one entry. */
const joins = (step: Step, before: Step | undefined) =>
  step.kind === 'type' && before?.kind === 'type' && before.page === step.page;

/**
 * The actions as the prompt tells them: a page once as a head (`5 # Desks collection`, opened at second 5), then what was done there by
 * the second, equal neighbours as ×n, focus and blur left out. One line each, at most 300 characters, of which only the first may be cut.
 */
export function entriesOf(actions: readonly SummarisedAction[]): string[] {
  const lines: string[] = [];
  const steps = stepsOf(actions);
  let page: string | undefined;
  steps.forEach((step, n) => {
    if (step.kind === 'view') {
      lines.push(`${step.at} # ${step.label}${times(step)}`);
    } else {
      if (step.page && step.page !== page) lines.push(`# ${step.page}`);
      const joined = `${lines.at(-1)}, ${step.label}${times(step)}`;
      if (joins(step, steps[n - 1]) && step.page === page && joined.length <= MAX_ENTRY)
        lines[lines.length - 1] = joined;
      else lines.push(cut(`${step.at} ${told(step)}${times(step)}`, MAX_ENTRY));
    }
    page = step.page;
  });
  return lines.map((line) => cut(line, MAX_ENTRY));
}
