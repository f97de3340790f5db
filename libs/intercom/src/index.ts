/** Intercom's API: the one door to it, what failures mean, whose note is ours, and the budget that all processes share. */
export { IntercomCalls, type CallOptions, type CallOutcome, type Verdict } from './intercom.calls';
export type { IntercomResponse } from './intercom.client';
export { examine } from './examine';
export { mayBeStored, redactionIsDone, trialClient } from './trial';
export { IntercomError, type IntercomErrorDetails, type IntercomErrorKind } from './intercom.error';
export { isOver, RETRY_WAITS_S } from './decide';
export { findNote, type FoundNote, type SoughtNote } from './note-finder';
export { printOf } from './note.print';
export { RateGate, type CallClass, type GateStatus, type Pause, type RateGateOptions, type Turn } from './rate-gate';
export type { LastWord } from './last-word';
export { IntercomModule } from './intercom.module';
