import type { RateSeen } from './rate.seen';

/**
 * What is certain after a call that did not succeed. The core decides what follows; an adapter only says which of these it is.
 * - `unsent`: certainly not carried out: no connection. `ours`: we gave the call up ourselves, before it left;
 * - `unknown`: it may have been carried out. `over`: the desk itself answered, so nothing can come of it later; `ours`: we gave it up;
 * - `limited`: the budget is spent, for so long; nothing was carried out;
 * - `credentials`: token, plan, address or account: every call is refused (`everyCall`), or every call of this kind;
 * - `refused`: it may not be done, perhaps only here: the core looks what becomes of others;
 * - `absent`: the conversation, the note or the contact is not there;
 * - `rejected`: never, as it was asked.
 */
export type DeskFailure =
  | { is: 'unsent'; ours: boolean }
  | { is: 'unknown'; over: boolean; ours: boolean }
  | { is: 'limited'; waitMs: number }
  | { is: 'credentials'; everyCall: boolean }
  | { is: 'refused' }
  | { is: 'absent' }
  | { is: 'rejected' };

export interface DeskErrorDetails {
  failure: DeskFailure;
  /** A short word for logs and dead letters. */
  reason: string;
  /** What kind of thing went wrong, for logs. */
  kind?: string;
  /** Of the answer; absent where there was none. */
  status?: number;
  rate?: RateSeen | null;
}

/** Neither message nor reason holds a token or a word of a user. */
export class DeskError extends Error {
  override readonly name = 'DeskError';
  readonly failure: DeskFailure;
  readonly reason: string;
  readonly kind?: string;
  readonly status?: number;
  readonly rate: RateSeen | null;

  constructor(message: string, { failure, reason, kind, status, rate = null }: DeskErrorDetails) {
    super(message);
    this.failure = failure;
    this.reason = reason;
    this.kind = kind;
    this.status = status;
    this.rate = rate;
  }
}
