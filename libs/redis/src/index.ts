/** The one way to Redis: the shared clients, BullMQ's connection, and the names of keys. */
export * from './connection';
export { duplicateOf, mastersOf } from './cluster';
export { RedisModule } from './connection.module';
export * from './keys';
export { linkLua, luaOf, type LuaFiles } from './lua';
export * as answer from './answers';
export type { Reader } from './answers';
export { TurnBatch } from './turn.batch';
export { Turn } from './turn';
export { Rounds } from './rounds';
