/** The heart: the state of every session in Redis, moved by atomic scripts (docs/architecture.md lists each key). */
export { CorrectionStore, type SoughtNote } from './correction.store';
export { ErasureStore } from './erasure.store';
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
export { FastSessionStore, SessionStore } from './session.store';
export { SessionCounts } from './session.counts';
export { SessionView } from './session.view';
export type * from './session.sight';
export { SessionsModule } from './sessions.module';
export { type ConversationRow, type DeadLetterRow, type SessionRow, StateRows } from './state.rows';
export type * from './session.types';
