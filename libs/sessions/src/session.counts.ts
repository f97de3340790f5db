import type { Redis } from 'ioredis';

/** What sessions wait for that are stopped by a pause. */
const PAUSED = ['note', 'read'] as const;
/** Of more sessions the buffered actions are estimated. */
const SESSIONS_COUNTED = 1_000;

export interface WaitingSessions {
  /** Sessions with something to post, those included that a pause stops. */
  due: number;
  /** For how long the first of them should have been posted. */
  overdueMs: number;
  /** Their actions. */
  buffered: number;
}

/** How much waits and how much was dropped, of all sessions together. Throws what ioredis throws. */
export class SessionCounts {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {}

  /** Actions by the reason for which they were dropped. */
  async dropped(): Promise<Record<string, number>> {
    const counts = await this.redis.hgetall(`${this.prefix}:dropped`);
    return Object.fromEntries(Object.entries(counts).map(([reason, n]) => [reason, Number(n)]));
  }

  async waiting(): Promise<WaitingSessions> {
    const [planned, rows, ...paused] = await Promise.all([
      this.redis.zcard(`${this.prefix}:due`),
      this.redis.zrange(`${this.prefix}:due`, '0', String(SESSIONS_COUNTED - 1), 'WITHSCORES'),
      ...PAUSED.map((kind) => this.redis.zcard(`${this.prefix}:paused:${kind}`)),
    ]);
    const due = paused.reduce((sum, count) => sum + count, planned);
    const stopped = await Promise.all(
      PAUSED.map((kind) => this.redis.zrange(`${this.prefix}:paused:${kind}`, '0', String(SESSIONS_COUNTED - 1))),
    );
    const keys = [...rows.filter((_, i) => i % 2 === 0), ...stopped.flat()].slice(0, SESSIONS_COUNTED);
    const lengths = this.redis.pipeline();
    for (const key of keys) lengths.llen(`${this.prefix}:s:${key}:q`);
    const counted = (await lengths.exec())?.reduce((sum, [error, n]) => sum + (error ? 0 : Number(n)), 0) ?? 0;
    const buffered = keys.length === 0 ? 0 : Math.round((counted * Math.max(due, keys.length)) / keys.length);
    return { due, overdueMs: rows[1] === undefined ? 0 : Math.max(0, Date.now() - Number(rows[1])), buffered };
  }
}
