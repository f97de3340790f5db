/**
 * What a call is for. Notes and the reads that they need go before summaries, summaries before redactions, and all of them before a
 * `claim`: a read by which something is proven that a browser said.
 */
export type CallClass = 'note' | 'summary' | 'redaction' | 'read' | 'claim';
/** What is paused together. */
export type CallKind = 'note' | 'redaction' | 'read';

/** `no_word`: the last word is no, and nothing was taken. */
export type Turn = GateTurn | { ok: false; reason: 'no_word' };

export type GateTurn =
  /** One call may be made now. `probe`: calls of this kind are paused and this one tries whether they work again. */
  | { ok: true; probe: boolean }
  /** Worth asking again after `waitMs`. */
  | { ok: false; waitMs: number; reason: 'window' | 'banned' | 'paused' };

/** What is paused: everything, everything because the desk is out of order, or one kind of call. */
export type PauseScope = 'all' | 'outage' | CallKind;

export interface Pause {
  scope: PauseScope;
  reason: string;
  /** Unix ms. */
  since: number;
}

/** What the mover of paused sessions does: `stay`, let `one` of them try, let them `go` on. */
export interface Moves {
  note: 'stay' | 'one' | 'go';
  read: 'stay' | 'one' | 'go';
  /** A plain read is to try whether the desk answers again. */
  call: boolean;
  /** An outage has ended since this was asked last: planned waits are over. */
  recovered: boolean;
}

export interface GateStatus {
  /** The one that stops most; null: nothing is paused. */
  paused: Pause | null;
  pauses: Pause[];
  /** `until` in Unix ms. */
  banned: { until: number; reason: string } | null;
  /** Of the current window: `limit` what the desk or the configuration allows, `used` our tokens, `share` of what may be ours of it. */
  window: { limit: number; used: number; share: number };
}
