import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { REDIS_PREFIX } from '@app/config';
import { REDIS, REDIS_FAST } from '@app/redis';
import type { Redis } from 'ioredis';
import type { Person } from './person';
import { type ErasureRecord, joined, nothing, samePerson } from './record';

/**
 * How long nothing of an erased person is taken in: webhooks may be hours late. Who comes back as a new customer is seen after that.
 */
export const FENCE_MS = 24 * 3_600_000;

/**
 * Erasures that were asked for and are not finished. Key: `<prefix>:erasures` (hash: id -> record as JSON, no TTL: an erasure is not
 * forgotten while the writers are away). Writers work on them; `sidenote erase` does it itself and leaves the rest to them.
 */
@Injectable()
export class ErasureRequests {
  private readonly key: string;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(REDIS_PREFIX) prefix: string,
  ) {
    this.key = `${prefix}:erasures`;
  }

  /** Durable when it resolves. `afterMs`: how long the writers leave it to the caller. */
  async add(person: Person, by: ErasureRecord['by'], afterMs = 0): Promise<ErasureRecord> {
    const askedAt = Date.now();
    const found = { sessions: [], conversations: [], deadLetters: [] };
    const counts = { passes: 0, removed: nothing(), owed: 0 };
    const record = { id: randomUUID(), person, by, askedAt, nextAt: askedAt + afterMs, ...found, ...counts };
    await this.save(record);
    return record;
  }

  async save(record: ErasureRecord): Promise<void> {
    await this.redis.hset(this.key, record.id, JSON.stringify(record));
  }

  /** The writers take it up at once. */
  async handOver(record: ErasureRecord): Promise<void> {
    await this.save({ ...record, nextAt: Date.now() });
  }

  async finish({ id }: ErasureRecord): Promise<void> {
    await this.redis.hdel(this.key, id);
  }

  /** One command while there is none, which is nearly always. */
  async all(): Promise<ErasureRecord[]> {
    const texts = Object.values(await this.redis.hgetall(this.key));
    return texts.map((text) => withAll(JSON.parse(text) as ErasureRecord)).sort((a, b) => a.askedAt - b.askedAt);
  }
}

/** Of an earlier version, which kept less. */
const withAll = (record: ErasureRecord): ErasureRecord => ({
  ...record,
  by: record.by ?? 'webhook',
  askedAt: record.askedAt ?? 0,
  conversations: record.conversations ?? [],
  deadLetters: record.deadLetters ?? [],
  owed: record.owed ?? 0,
});

/** One record per person: who was reported again is due at once, and what the later reports know belongs to the first. */
export function onePerPerson(records: readonly ErasureRecord[]): { record: ErasureRecord; others: ErasureRecord[] }[] {
  const groups: { record: ErasureRecord; others: ErasureRecord[] }[] = [];
  for (const record of records) {
    const known = groups.find((group) => samePerson(group.record.person, record.person));
    if (!known) groups.push({ record, others: [] });
    else {
      known.record = joined(known.record, record);
      known.others.push(record);
    }
  }
  return groups;
}

/** For HTTP requests: fails within about a second when Redis is away. */
@Injectable()
export class FastErasureRequests extends ErasureRequests {
  constructor(@Inject(REDIS_FAST) redis: Redis, @Inject(REDIS_PREFIX) prefix: string) {
    super(redis, prefix);
  }
}
