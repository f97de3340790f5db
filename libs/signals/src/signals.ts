import { backAndForth } from './back.and.forth';
import { errors } from './error';
import { formsLeft } from './form.left';
import { repeatedClicks } from './repeated.click';
import { searchesWithoutResult } from './search.without.result';
import { type Signal, SIGNAL_KINDS, type SignalAction } from './signal';
import { silences } from './silence';
import { stepsOf } from './step';
import { triedAgain } from './tried.again';

/** A session's last actions that are looked at beside new ones, so that a batch does not split a signal. */
export const SIGNAL_CONTEXT = 20;

const rank = ({ kind }: Signal) => SIGNAL_KINDS.indexOf(kind);

/** What is said already: who clicked like mad, or pressed the second try that an error offered, has tried again. */
const saidBy = (signal: Signal, others: readonly Signal[]) =>
  signal.kind === 'tried_again' &&
  others.some(
    ({ kind, from, to }) =>
      (kind === 'repeated_click' || (kind === 'error' && from === signal.from)) &&
      from <= signal.to &&
      to >= signal.from,
  );

export interface SignalOptions {
  /** Unix seconds: how long the silence after the last action is. Left out: it is not looked at. */
  now?: number;
  /** Only signals whose last action has at least this index: the actions before it are context. */
  since?: number;
}

/**
 * Signs of trouble in a session's actions, in the order of time as given, the most telling first. Pure: from the actions alone, in any
 * language that the wording knows; they are hints, not facts.
 */
export function signalsOf(
  actions: readonly SignalAction[],
  { now = -Infinity, since = 0 }: SignalOptions = {},
): Signal[] {
  const steps = stepsOf(actions);
  const found = [
    ...errors(steps),
    ...repeatedClicks(steps),
    ...triedAgain(steps),
    ...formsLeft(steps),
    ...searchesWithoutResult(steps),
    ...backAndForth(steps),
  ];
  return [...found, ...silences(steps, found, now)]
    .filter((signal, _, all) => signal.to >= since && !saidBy(signal, all))
    .sort((a, b) => rank(a) - rank(b) || a.at - b.at);
}
