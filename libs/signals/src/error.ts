import { isSentence, offersAnotherTry, saysNoResult, saysSuccess, speaksOfError } from '@app/wording';
import { commits, isHelp } from './labels';
import type { Signal } from './signal';
import { acts, leadsOn, type Step } from './step';

/** In any language: words of an error, a message as such, or a whole sentence in place of a label. */
export const isMessage = ({ kind, label }: Step) => kind === 'message' || speaksOfError(label) || isSentence(label);

/** A page that stands for an error, by its route: `/error`, `/404`, `/errors/500`. */
const ERROR_ROUTE = /\/(?:errors?|404|not-?found|forbidden|unauthorized|4\d\d|5\d\d)(?:[/.?#-]|$)/i;
const ERROR_PAGE =
  /^(?:error|oops\b.*|page not found|not found|server error|(?:error )?(?:4\d\d|5\d\d)\b.*|fehler|seite nicht gefunden|erreur|page introuvable|error \d+|página no encontrada)$/i;
/** How long after a message another try belongs to it. */
const TRY_WITHIN_S = 180;

/** A report named for failures, or an article about them, was opened by its own name: nothing went wrong. */
const isName = (steps: readonly Step[], step: Step) =>
  leadsOn(step, steps[step.n + 1]) ||
  (step.kind === 'view' && step.n > 0 && leadsOn(steps[step.n - 1]!, step)) ||
  // Further clicks on that page carry its name in the sentence only.
  (step.kind === 'view' && !ERROR_PAGE.test(step.label));

const isErrorPage = (step: Step) =>
  step.kind === 'view' &&
  (ERROR_PAGE.test(step.label) || (URL.canParse(step.url) && ERROR_ROUTE.test(new URL(step.url).pathname)));

/** The text of a message that a click or submit carries in place of a button's name. */
const isErrorText = (steps: readonly Step[], step: Step) =>
  (acts(step) || step.kind === 'other' || step.kind === 'message') &&
  isMessage(step) &&
  !offersAnotherTry(step.label) &&
  !saysNoResult(step.label) &&
  !saysSuccess(step.label) &&
  !isName(steps, step);

/** What was pressed last before the message, and whether that, or an offered second try, was pressed again near it. */
function isTriedAgain(steps: readonly Step[], step: Step): boolean {
  const near = steps.filter((other) => Math.abs(other.ts - step.ts) <= TRY_WITHIN_S && acts(other) && other !== step);
  if (near.some((other) => other.n > step.n && offersAnotherTry(other.label))) return true;
  if (near.some((other) => other.n > step.n && other.label === step.label)) return true;
  const cause = near.findLast((other) => other.n < step.n && !isMessage(other));
  const later = (label: string) => near.some((other) => other.n > step.n && other.label === label);
  return cause !== undefined && (later(cause.label) || near.some((o) => o.n > step.n && commits(o.label)));
}

const told = (step: Step) => `"${step.label}"`;

/**
 * Errors that the user saw: an error page, a second try that the product offered, or words of an error after which the user tried again.
 * Words alone are `maybe_error`, and a whole sentence alone is nothing: most are harmless.
 */
export function errors(steps: readonly Step[]): Signal[] {
  const signals: Signal[] = [];
  const known = new Set<string>();
  for (const step of steps) {
    if (isHelp(step.page, step.url)) continue;
    const one = (kind: Signal['kind'], text: string) => {
      if (known.has(text)) return;
      known.add(text);
      signals.push({ kind, text, at: step.ts, from: step.n, to: step.n });
    };
    const offered = ({ label, page }: Step) => {
      const presses = steps.filter((other) => acts(other) && other.label === label && other.page === page);
      const signal = signals.find(({ from }) => presses.some(({ n }) => n === from));
      if (signal) signal.to = step.n;
      else one('error', `an error, ${label} pressed${presses.length > 1 ? ` ${presses.length} times` : ''}`);
    };
    if (isErrorPage(step)) one('error', `error page ${told(step)}`);
    else if (acts(step) && offersAnotherTry(step.label)) offered(step);
    else if (isErrorText(steps, step)) {
      const same = signals.find(({ text }) => text === `error ${told(step)}`);
      if (same) same.to = step.n;
      else if (isTriedAgain(steps, step)) one('error', `error ${told(step)}`);
      else if (step.kind === 'message' || speaksOfError(step.label))
        one('maybe_error', `perhaps an error: ${told(step)}`);
    }
  }
  // The same words were an error elsewhere: nothing is "perhaps" about them.
  return signals.filter(
    ({ kind, text }) => kind !== 'maybe_error' || !known.has(text.replace('perhaps an error:', 'error')),
  );
}
