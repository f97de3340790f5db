/** What an action of a session looks like to the detectors: as it is stored, masked already. */
export interface SignalAction {
  type: string;
  text: string;
  /** Unix seconds. */
  ts: number;
  /** Canonical URL, ids as `:id`. */
  url: string;
}

export const SIGNAL_KINDS = [
  'error',
  'repeated_click',
  'tried_again',
  'silence_after_error',
  'form_left',
  'search_without_result',
  'back_and_forth',
  'maybe_error',
] as const;

/** From the most telling on: a note shows the first three. */
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export interface Signal {
  kind: SignalKind;
  /** A few words, such as `Pay now clicked 4× in 1 s`; holds words of the actions, so outside text. */
  text: string;
  /** Unix seconds of the action with which it was complete. */
  at: number;
  /** First and last action that it rests on, as indices of what was given. */
  from: number;
  to: number;
}

/** The user saw an error, or perhaps one. */
export const isOfError = ({ kind }: Signal) => kind === 'error' || kind === 'maybe_error';
