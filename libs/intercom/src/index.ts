/** Intercom's API: its calls, what their failures mean, whose note is ours, and the budget that all processes share. */
export { IntercomClient, type IntercomClientOptions, type IntercomResponse } from './intercom.client';
export { IntercomError, type IntercomErrorDetails, type IntercomErrorKind } from './intercom.error';
export type { RateHeaders } from './rate.headers';
export { decide, RETRY_WAITS_S, type Decision, type Operation } from './decide';
export { findNote, type FoundNote, type SoughtNote } from './note-finder';
export { printOf } from './note.print';
export { RateGate, type CallClass, type GateStatus, type RateGateOptions, type Turn } from './rate-gate';
export { waitForTurn, type WaitedTurn } from './wait-for-turn';
export { IntercomModule } from './intercom.module';
