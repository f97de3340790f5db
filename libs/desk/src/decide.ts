import type { DeskError } from './desk.error';

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

/** No answer, however odd, holds sending for longer than five minutes. */
const LONGEST_WAIT_MS = 300_000;

const WHERE_ABSENT = { redaction: 'done', read: 'gone', note: 'confirm-gone' } as const;

/**
 * The one place that decides what follows from a failed call.
 * @param attempts failures of this operation before this one, 0 for the first.
 */
export function decide(operation: Operation, { failure, reason }: DeskError, attempts: number): Decision {
  switch (failure.is) {
    case 'limited':
      return { do: 'wait', ms: withinBounds(failure.waitMs), reason };
    case 'unsent':
      return retry(reason, attempts, { ambiguous: false, endless: failure.ours });
    case 'unknown':
      return retry(reason, attempts, { ambiguous: true, endless: failure.ours });
    case 'credentials':
      return { do: 'pause', reason, stops: failure.everyCall ? 'all' : 'kind' };
    case 'refused':
      return { do: 'refused', reason };
    case 'absent':
      return { do: WHERE_ABSENT[operation], reason };
    case 'rejected':
      return { do: 'fail', reason, ambiguous: false };
  }
}

/** Whether nothing that this call asked for can happen any more: the desk itself answered it, not a gateway in its place. */
export const isOver = ({ failure }: DeskError): boolean => failure.is === 'unknown' && failure.over;

/** @param endless our own abort (shutdown, lost lock) is nobody's failure: it never exhausts the attempts */
function retry(reason: string, attempts: number, how: { ambiguous: boolean; endless: boolean }): Decision {
  const { ambiguous, endless } = how;
  const spent = Math.max(0, Math.floor(attempts));
  const wait = RETRY_WAITS_S[endless ? Math.min(spent, RETRY_WAITS_S.length - 1) : spent];
  if (wait === undefined) return { do: 'fail', reason: `attempts_spent: ${reason}`, ambiguous };
  return { do: 'retry', afterMs: Math.round(wait * 1000 * (1 + Math.random() * JITTER)), reason, ambiguous };
}

const withinBounds = (waitMs: number) =>
  Math.round(Math.min(LONGEST_WAIT_MS, Math.max(50, waitMs)) + Math.random() * 50);
