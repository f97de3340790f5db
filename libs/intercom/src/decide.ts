import type { IntercomError } from './intercom.error';

export type Operation = 'note' | 'redaction' | 'read';

/**
 * What the caller of a failed call does next. `reason` is a short word without user text, for logs and dead letters.
 * - `wait`: the budget is spent; once more after `ms`, no attempt spent;
 * - `retry`: once more after `afterMs`, one attempt spent; `ambiguous`: the call may have been carried out, so a note is looked for first;
 * - `fail`: never again by itself: a note goes to the dead letters; `ambiguous`: the last call may have stored it, look once more first;
 * - `pause`: what shares its fate waits until credentials (`all`), or plan, scope, address or admin id (`kind`) are fixed; no attempt spent, nothing lost;
 * - `refused`: this conversation may be refused for itself: the gate knows what became of others;
 * - `confirm-gone`: read the conversation; gone there too = the link is dead;
 * - `gone`: only for a read: it confirms that what was read does not exist;
 * - `done`: nothing left to do.
 */
export type Decision =
  | { do: 'wait'; ms: number; reason: string }
  | { do: 'retry'; afterMs: number; reason: string; ambiguous: boolean }
  | { do: 'fail'; reason: string; ambiguous: boolean }
  | { do: 'pause'; reason: string; stops: 'all' | 'kind' }
  | { do: 'refused'; reason: string }
  | { do: 'confirm-gone'; reason: string }
  | { do: 'gone'; reason: string }
  | { do: 'done'; reason: string };

/**
 * Waits after a failure, in seconds; each is stretched by up to 10 % at random.
 *
 * | failure | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
 * | --- | --- | --- | --- | --- | --- | --- | --- | --- |
 * | wait | 1 | 3 | 10 | 30 | 60 | 180 | 300 | fail |
 * | tried again after | 1 s | 4 s | 14 s | 44 s | 1 min 44 s | 4 min 44 s | 9 min 44 s | |
 */
export const RETRY_WAITS_S = [1, 3, 10, 30, 60, 180, 300] as const;
const JITTER = 0.1;

/** Without any hint in a 429: one window. No answer, however odd, holds sending for longer than five minutes. */
const WINDOW_MS = 10_000;
const LONGEST_WAIT_MS = 300_000;

/** Statuses that speak of the whole installation, not of one note: 3xx, 405 and 406 come of a wrong address or API version. */
const CONFIGURATION = new Set([402, 405, 406]);
/** The other 5xx and 408 are a gateway's, in the place of a server that did not answer it in time. */
const BY_THE_SERVER_ITSELF = new Set([500, 501]);

/**
 * The one place that decides what a failed call to Intercom means.
 * @param attempts failures of this operation before this one, 0 for the first.
 */
export function decide(operation: Operation, error: IntercomError, attempts: number, nowMs = Date.now()): Decision {
  const { kind, status, code } = error;
  if (kind !== 'http' || status === undefined) return retry(error, attempts, kind === 'aborted');
  const reason = code ?? `http_${status}`;
  if (status === 429) return { do: 'wait', ms: untilReset(error, nowMs), reason };
  if (status === 408 || status >= 500) return retry(error, attempts, false);
  if (status === 401) return { do: 'pause', reason, stops: 'all' };
  if (status === 403) return { do: 'refused', reason };
  if (status < 400 || CONFIGURATION.has(status) || code === 'admin_not_found')
    return { do: 'pause', reason, stops: 'kind' };
  if (operation === 'redaction' && (status === 404 || code?.endsWith('not_redactable'))) return { do: 'done', reason };
  if (status === 404) return { do: operation === 'read' ? 'gone' : 'confirm-gone', reason };
  return { do: 'fail', reason, ambiguous: false };
}

/** Whether nothing that this call asked for can happen any more: the server itself answered it, not a gateway in its place. */
export const isOver = ({ kind, status }: IntercomError): boolean =>
  kind === 'unreadable' || (kind === 'http' && status !== undefined && BY_THE_SERVER_ITSELF.has(status));

/** Our own abort (shutdown, lost lock) is nobody's failure: it never exhausts the attempts. */
function retry(error: IntercomError, attempts: number, endless: boolean): Decision {
  const reason = error.code ?? (error.kind === 'http' ? `http_${error.status}` : error.kind);
  const spent = Math.max(0, Math.floor(attempts));
  const wait = RETRY_WAITS_S[endless ? Math.min(spent, RETRY_WAITS_S.length - 1) : spent];
  // NOT_SENT is our own word only in an abort: in an answer it would be Intercom's.
  const ambiguous = error.kind === 'aborted' ? error.code !== 'NOT_SENT' : error.kind !== 'unreachable';
  if (wait === undefined) return { do: 'fail', reason: `attempts_spent: ${reason}`, ambiguous };
  const afterMs = Math.round(wait * 1000 * (1 + Math.random() * JITTER));
  return { do: 'retry', afterMs, reason, ambiguous };
}

function untilReset({ retryAfterMs, rate }: IntercomError, nowMs: number): number {
  const hinted = retryAfterMs ?? (rate ? rate.resetAtMs - nowMs : WINDOW_MS);
  return Math.round(Math.min(LONGEST_WAIT_MS, Math.max(50, hinted)) + Math.random() * 50);
}
