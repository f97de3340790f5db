/** The help desk as the service sees it: the port, what follows from a failure, the one door to it, and the budget that all processes share. */
export { Desk, DeskBudget, type DeskOffer, type FoundNote, type NoteBody, type Seen, type SoughtNote } from './desk';
export type { ConversationPage, ConversationSeen } from './desk';
export { type DeskNotice, DeskWebhooks, NoWebhooks } from './desk.webhooks';
export { DeskError, type DeskErrorDetails, type DeskFailure } from './desk.error';
export { decide, isOver, type Operation, RETRY_WAITS_S } from './decide';
export { DeskCalls, type CallOptions, type CallOutcome, type Verdict } from './desk.calls';
export { DeskModule } from './desk.module';
export type { LastWord } from './last-word';
export { printOf, readable } from './note.print';
export type { CallClass, GateStatus, Pause, Turn } from './gate.types';
export { headerOf, isSigned, type Signer, signerOf } from './signature';
export { RateGate, type RateGateOptions } from './rate-gate';
export type { RateSeen } from './rate.seen';
