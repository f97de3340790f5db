import { type Deed, readDeed } from '@app/wording';
import type { SignalAction } from './signal';

/** An action taken apart, with its place in what was given. */
export interface Step extends Deed {
  n: number;
  ts: number;
  url: string;
}

export const stepsOf = (actions: readonly SignalAction[]): Step[] =>
  actions.map((action, n) => ({ ...readDeed(action), n, ts: action.ts, url: action.url }));

/** The user did something to the product with it. */
export const acts = ({ kind }: Step) => kind === 'click' || kind === 'submit';

/** A click on what the next page is called only says how that page was opened. */
export function leadsOn(step: Step, next: Step | undefined): boolean {
  if (step.kind !== 'click' || next?.kind !== 'view') return false;
  const [label, page] = [step.label.toLowerCase(), next.label.toLowerCase()];
  return page === label || page.startsWith(`${label} `) || label.endsWith(` ${page}`);
}

export const seconds = (s: number) => `${Math.max(1, Math.round(s))} s`;
