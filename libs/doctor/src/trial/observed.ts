import type { IntercomError, IntercomResponse } from '@app/intercom';

/** What became of one call; `ms` from the request to its end. */
export type Called = { ms: number } & ({ response: IntercomResponse } | { error: IntercomError });

/** What a trial saw, call by call; null: not made. */
export interface Observed {
  posted: Called;
  /** Read back after it. */
  read: Called | null;
  redacted: Called | null;
  readAgain: Called | null;
  redactedAgain: Called | null;
}

export const errorOf = (called: Called | null): IntercomError | null =>
  called && 'error' in called ? called.error : null;
export const responseOf = (called: Called | null): IntercomResponse | null =>
  called && 'response' in called ? called.response : null;
/** Why it failed, in Intercom's words: status and code, never a body. */
export const whyOf = (error: IntercomError): string => error.message.replace(/^Intercom /, '');
