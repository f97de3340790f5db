/** The heart: the state of every session in Redis, moved by atomic scripts (docs/architecture.md lists each key). */
export { CorrectionStore, type SoughtNote } from './correction.store';
export { DeadLetterStore } from './dead-letter.store';
export { ErasureStore } from './erasure.store';
export { FlushStore, type PostKnowledge } from './flush.store';
export { IntakeStore } from './intake.store';
export { LinkStore } from './link.store';
export { PauseStore } from './pause.store';
export { RedactionStore } from './redaction.store';
export {
  actionItem,
  isProse,
  newestForwardedAt,
  readAction,
  readProse,
  readSummary,
  summaryItem,
} from './session.items';
export type { KeptSession } from './session.kept';
export { rulesOf, type SessionRules } from './session.rules';
export { SessionConnection } from './session.connection';
export { FastSessions, Sessions } from './sessions';
export { SignalStore } from './signal.store';
export { SummaryStore } from './summary.store';
export { SweepStore } from './sweep.store';
export { SessionCounts } from './session.counts';
export { SessionView } from './session.view';
export type * from './session.snapshot';
export { SessionsModule } from './sessions.module';
export { type ConversationRow, type DeadLetterRow, type SessionRow, StateRows } from './state.rows';
export type * from './session.types';
