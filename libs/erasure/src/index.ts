/** Erasure of a person: a fence first, then removal from Redis and redaction of our notes, in passes until nothing is left and nothing owed. */
export { ErasureModule, ErasureRequestsModule, PendingErasuresModule } from './erasure.module';
export { ConversationLook } from './conversation.look';
export { OwedRedactions } from './owed.redactions';
export { ErasureRequests } from './erasure.requests';
export { ErasureWork } from './erasure.work';
export { nobody, type Person, personOf } from './person';
export { type ErasureRecord, knewNothing, type Removed } from './record';
