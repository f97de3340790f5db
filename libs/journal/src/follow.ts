import { duplicateOf } from '@app/redis';
import type { Redis } from 'ioredis';

/** A read waits in Redis for so long, in milliseconds, and is then asked anew. */
const BLOCK_MS = 10_000;
const MOST_AT_ONCE = 200;

export type StreamRow = [id: string, fields: string[]];

/**
 * What is added to a stream from now on, in order, some at a time, until `signal` aborts. On a connection of its own, because a read
 * that waits would hold up others (`CLIENT LIST` names it by the key); while Redis is away it waits, and leaves nothing out that is still kept afterwards.
 */
export async function* follow(redis: Redis, key: string, signal: AbortSignal): AsyncGenerator<StreamRow[]> {
  const own = duplicateOf(redis, { enableAutoPipelining: false, maxRetriesPerRequest: null, connectionName: key });
  own.on('error', () => undefined);
  const hangUp = () => own.disconnect();
  signal.addEventListener('abort', hangUp, { once: true });
  try {
    let after = (await own.xrevrange(key, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
    while (!signal.aborted) {
      const answer = await own.xread('COUNT', MOST_AT_ONCE, 'BLOCK', BLOCK_MS, 'STREAMS', key, after);
      const rows = (answer?.[0]?.[1] ?? []) as StreamRow[];
      after = rows.at(-1)?.[0] ?? after;
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', hangUp);
    hangUp();
  }
}
