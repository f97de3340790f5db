import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Person } from './person';
import { type ErasureRecord, nothing } from './record';

/**
 * How long nothing of an erased person is taken in: webhooks may be hours late. Who comes back as a new customer is seen after that.
 */
export const FENCE_MS = 24 * 3_600_000;

/**
 * Erasures that were asked for and are not finished. Key: `<prefix>:erasures` (hash: id -> record as JSON, no TTL: an erasure is not
 * forgotten while the writers are away). Writers work on them; `sidenote erase` does it itself and leaves the rest to them.
 */
export class ErasureRequests {
  private readonly key: string;

  constructor(
    private readonly redis: Redis,
    prefix: string,
  ) {
    this.key = `${prefix}:erasures`;
  }

  /** Durable when it resolves. `afterMs`: how long the writers leave it to the caller. */
  async add(person: Person, afterMs = 0): Promise<ErasureRecord> {
    const nextAt = Date.now() + afterMs;
    const record = { id: randomUUID(), person, sessions: [], nextAt, passes: 0, removed: nothing() };
    await this.save(record);
    return record;
  }

  async save(record: ErasureRecord): Promise<void> {
    await this.redis.hset(this.key, record.id, JSON.stringify(record));
  }

  /** The writers take it up at once. */
  async handOver(record: ErasureRecord): Promise<void> {
    await this.save({ ...record, passes: 0, nextAt: Date.now() });
  }

  async finish({ id }: ErasureRecord): Promise<void> {
    await this.redis.hdel(this.key, id);
  }

  async due(): Promise<ErasureRecord[]> {
    const records = Object.values(await this.redis.hgetall(this.key)).map((text) => JSON.parse(text) as ErasureRecord);
    return records.filter(({ nextAt }) => nextAt <= Date.now());
  }
}
