import { DeskError, type DeskFailure, type Operation } from '@app/desk';
import type { IntercomError } from './intercom.error';

/** Without any hint in a 429: one window. */
const WINDOW_MS = 10_000;

/** Statuses that speak of the whole installation, not of one note: 3xx, 405 and 406 come of a wrong address or API version. */
const CONFIGURATION = new Set([402, 405, 406]);
/** The other 5xx and 408 are a gateway's, in the place of a server that did not answer it in time. */
const BY_THE_SERVER_ITSELF = new Set([500, 501]);

/** The one place that says what a failed call to Intercom means. */
export function deskErrorOf(operation: Operation, error: IntercomError, nowMs = Date.now()): DeskError {
  const { kind, status, code, rate, message } = error;
  const reason = code ?? (kind === 'http' ? `http_${status}` : kind);
  return new DeskError(message, { failure: failureOf(operation, error, nowMs), reason, kind, status, rate });
}

function failureOf(operation: Operation, error: IntercomError, nowMs: number): DeskFailure {
  const { kind, status, code } = error;
  if (kind !== 'http' || status === undefined) return brokenCall(error);
  if (status === 429) return { is: 'limited', waitMs: untilReset(error, nowMs) };
  if (status === 408 || status >= 500) return { is: 'unknown', over: BY_THE_SERVER_ITSELF.has(status), ours: false };
  if (status === 401) return { is: 'credentials', everyCall: true };
  if (status === 403) return { is: 'refused' };
  if (status < 400 || CONFIGURATION.has(status) || code === 'admin_not_found')
    return { is: 'credentials', everyCall: false };
  // A part that is blank already is as good as none.
  const blank = operation === 'redaction' && code?.endsWith('not_redactable');
  return { is: status === 404 || blank ? 'absent' : 'rejected' };
}

function brokenCall({ kind, code }: IntercomError): DeskFailure {
  const ours = kind === 'aborted';
  // NOT_SENT is our own word only in an abort: in an answer it would be Intercom's.
  if (kind === 'unreachable' || (ours && code === 'NOT_SENT')) return { is: 'unsent', ours };
  return { is: 'unknown', over: kind === 'unreadable', ours };
}

const untilReset = ({ retryAfterMs, rate }: IntercomError, nowMs: number) =>
  retryAfterMs ?? (rate ? rate.resetAtMs - nowMs : WINDOW_MS);
