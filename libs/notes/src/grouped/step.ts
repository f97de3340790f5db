import { type Deed, readDeed } from '@app/wording';
import { oneLine } from '../line';

/** What a grouped note reads of an action. */
export interface GroupedAction {
  type: string;
  text: string;
  /** Unix seconds. */
  ts: number;
}

/** One or more actions that are told as one item. */
export interface Step {
  kind: Deed['kind'];
  label: string;
  /** '' where the text names none. */
  page: string;
  /** What was typed, where it was told. */
  value?: string;
  /** Unix seconds of the first and the last of its actions. */
  ts: number;
  end: number;
  times: number;
}

/** Reports of a field that say no more than that something was typed into it. */
const isAboutField = ({ kind }: Step) => kind === 'focus' || kind === 'blur';
const isField = (step: Step) => step.kind === 'type' || isAboutField(step);
const sameField = (a: Step, b: Step) => isField(a) && isField(b) && a.label === b.label && a.page === b.page;
const same = (a: Step, b: Step) => a.kind === b.kind && a.label === b.label && a.page === b.page && a.value === b.value;

/** A click on what the next page is called only says how that page was opened. */
const leadsTo = (click: Step, view: Step) =>
  click.kind === 'click' && view.kind === 'view' && click.label.toLowerCase() === view.label.toLowerCase();

function joined(before: Step, step: Step): Step | null {
  if (sameField(before, step)) {
    const typed = before.kind === 'type' || step.kind === 'type';
    // Typing again into the same field is no second field.
    return { ...before, kind: typed ? 'type' : 'focus', end: step.end, value: step.value ?? before.value };
  }
  if (leadsTo(before, step)) return { ...step, ts: before.ts };
  return same(before, step) ? { ...before, end: step.end, times: before.times + 1 } : null;
}

/** The actions, by time (equal times as given), as items: what only repeats or frames another is folded into it, nothing is dropped. */
export function stepsOf(actions: readonly GroupedAction[]): Step[] {
  const sorted = [...actions].sort((a, b) => a.ts - b.ts);
  const steps: Step[] = [];
  for (const action of sorted) {
    const deed = readDeed({ type: action.type, text: oneLine(action.text) });
    const label = deed.label || oneLine(action.type) || 'something';
    const step: Step = { ...deed, label, ts: action.ts, end: action.ts, times: 1 };
    const before = steps.at(-1);
    const one = before && joined(before, step);
    if (one) steps[steps.length - 1] = one;
    else steps.push(step);
  }
  return steps;
}
