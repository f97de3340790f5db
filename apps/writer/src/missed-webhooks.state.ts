import { Turn } from '@app/redis';
import type { Redis } from 'ioredis';

/** A search that stops renewing its turn loses it after this, in milliseconds. */
const TURN_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * What the processes share about the search: whose turn it is, up to when it was completed, and what it need not read again.
 * Keys: `<prefix>:missed:turn` (string, 60 s), `<prefix>:missed` (hash, no TTL: `until` = Unix ms at which the last completed search began),
 * `<prefix>:missed:read` (zset, a day: conversations in which no person wrote, by when they were updated).
 */
export class MissedWebhooksState {
  private readonly turn: Turn;

  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {
    this.turn = new Turn(redis, `${prefix}:missed:turn`, TURN_MS);
  }

  /** As `Turn.take`. */
  inTurn<T>(work: (renew: () => Promise<boolean>) => Promise<T>): Promise<T | null> {
    return this.turn.take(work);
  }

  private get read(): string {
    return `${this.prefix}:missed:read`;
  }

  /** Unix ms; 0: never completed. */
  async completedUntil(): Promise<number> {
    return Number((await this.redis.hget(`${this.prefix}:missed`, 'until')) ?? 0);
  }

  /** @param since what was updated before is never searched again */
  async complete(until: number, since: number): Promise<void> {
    await this.redis.hset(`${this.prefix}:missed`, 'until', until);
    await this.redis.zremrangebyscore(this.read, '-inf', `(${since}`);
  }

  async knows(conversationId: string, updatedAt: number): Promise<boolean> {
    return Number(await this.redis.zscore(this.read, conversationId)) === updatedAt && updatedAt > 0;
  }

  async remember(conversationId: string, updatedAt: number): Promise<void> {
    await this.redis.zadd(this.read, updatedAt, conversationId);
    await this.redis.pexpire(this.read, DAY_MS);
  }
}
