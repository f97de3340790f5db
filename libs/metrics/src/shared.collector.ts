import type { Settings } from '@app/config';
import type { RateGate } from '@app/desk';
import type { LlmGate } from '@app/llm';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Collector } from './collector';
import { setCounter, type Metrics } from './metrics';

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;
/** What sessions wait for that are stopped by a pause. */
const PAUSED = ['note', 'read'] as const;
/** Of more sessions the buffered actions are estimated. */
const SESSIONS_COUNTED = 1_000;

/**
 * The state that all processes share, from Redis. Only writers and dashboards tell it: one of them is always there, intake is spared the
 * work, and each tells the same, which is why it is aggregated by max.
 *
 * Reads keys of sessions: `<prefix>:due` (when sessions are planned next), `<prefix>:paused:<kind>` (stopped by a pause of calls), `<prefix>:dropped` (counts by reason), `<prefix>:s:<key>:q`.
 */
export class SharedCollector implements Collector {
  readonly name = 'shared';

  /** @param redis, rate and llm on the connection that fails at once when Redis is away */
  constructor(
    private readonly metrics: Metrics,
    private readonly settings: Settings,
    private readonly redis: Redis,
    private readonly rate: RateGate,
    private readonly llm: LlmGate,
    private readonly queues: readonly Queue[],
  ) {}

  async collect(): Promise<void> {
    // The connections of the queues would wait for Redis to come back.
    if (this.redis.status !== 'ready') throw new Error('no connection to Redis');
    const [jobs, sessions, dropped, rate, llm] = await Promise.all([
      Promise.all(this.queues.map((queue) => this.jobsOf(queue))),
      this.sessions(),
      this.redis.hgetall(`${this.settings.REDIS_PREFIX}:dropped`),
      this.rate.status(),
      this.llm.status(),
    ]);
    const m = this.metrics;
    for (const { queue, counts, age } of jobs) {
      for (const state of STATES) m.queueJobs.set({ queue, state }, counts[state] ?? 0);
      m.queueAge.set({ queue }, age);
    }
    m.sessionsDue.set(sessions.due);
    m.sessionsOverdue.set(sessions.overdueMs / 1000);
    m.actionsBuffered.set(sessions.buffered);
    setCounter(
      m.actionsDropped,
      Object.entries(dropped).map(([reason, n]) => [{ reason }, Number(n)]),
    );
    m.intercomPaused.set(rate.paused ? 1 : 0);
    m.intercomBanned.set(rate.banned ? 1 : 0);
    m.windowUsed.set(rate.window.used);
    m.windowLimit.set(rate.window.limit);
    m.windowShare.set(rate.window.share);
    m.llmBreakerOpen.set(llm.openSince === null ? 0 : 1);
    m.llmTokensToday.set(llm.tokensToday);
    if (this.settings.LLM_DAILY_TOKENS !== undefined) m.llmTokensLimit.set(this.settings.LLM_DAILY_TOKENS);
  }

  forget(): void {
    const m = this.metrics;
    m.queueJobs.reset();
    m.queueAge.reset();
    m.actionsDropped.reset();
    const single = [
      m.sessionsDue,
      m.sessionsOverdue,
      m.actionsBuffered,
      m.intercomPaused,
      m.intercomBanned,
      m.windowUsed,
    ];
    single.push(m.windowLimit, m.windowShare, m.llmBreakerOpen, m.llmTokensToday, m.llmTokensLimit);
    for (const metric of single) metric.remove();
  }

  private async jobsOf(queue: Queue): Promise<{ queue: string; counts: Record<string, number>; age: number }> {
    const [counts, [oldest]] = await Promise.all([
      queue.getJobCounts(...STATES),
      queue.getRanges(['waiting'], 0, 0, true),
    ]);
    const since = oldest === undefined ? null : await this.redis.hget(queue.toKey(oldest), 'timestamp');
    return { queue: queue.name, counts, age: since === null ? 0 : Math.max(0, Date.now() - Number(since)) / 1000 };
  }

  private async sessions(): Promise<{ due: number; overdueMs: number; buffered: number }> {
    const { REDIS_PREFIX: prefix } = this.settings;
    const [planned, rows, ...paused] = await Promise.all([
      this.redis.zcard(`${prefix}:due`),
      this.redis.zrange(`${prefix}:due`, '0', String(SESSIONS_COUNTED - 1), 'WITHSCORES'),
      ...PAUSED.map((kind) => this.redis.zcard(`${prefix}:paused:${kind}`)),
    ]);
    const due = paused.reduce((sum, count) => sum + count, planned);
    const stopped = await Promise.all(
      PAUSED.map((kind) => this.redis.zrange(`${prefix}:paused:${kind}`, '0', String(SESSIONS_COUNTED - 1))),
    );
    const keys = [...rows.filter((_, i) => i % 2 === 0), ...stopped.flat()].slice(0, SESSIONS_COUNTED);
    const lengths = this.redis.pipeline();
    for (const key of keys) lengths.llen(`${prefix}:s:${key}:q`);
    const counted = (await lengths.exec())?.reduce((sum, [error, n]) => sum + (error ? 0 : Number(n)), 0) ?? 0;
    const buffered = keys.length === 0 ? 0 : Math.round((counted * Math.max(due, keys.length)) / keys.length);
    return { due, overdueMs: rows[1] === undefined ? 0 : Math.max(0, Date.now() - Number(rows[1])), buffered };
  }
}
