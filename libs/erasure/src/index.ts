/** Erasure of a person: a fence first, then removal from Redis and redaction of our notes, in passes until nothing is left. */
export { Erasure } from './erasure';
export { ErasureModule, ErasureRequestsModule, PendingErasuresModule } from './erasure.module';
export { ErasureRequests } from './erasure.requests';
export { nobody, type Person, personOf } from './person';
export type { ErasureRecord, Removed } from './record';
