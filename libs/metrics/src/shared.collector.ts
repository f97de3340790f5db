import type { Settings } from '@app/config';
import type { RateGate } from '@app/desk';
import type { LlmGate } from '@app/llm';
import { SessionCounts } from '@app/sessions';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Collector } from './collector';
import { setCounter, type Metrics } from './metrics';

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/**
 * The state that all processes share, from Redis. Only writers and dashboards tell it: one of them is always there, intake is spared the
 * work, and each tells the same, which is why it is aggregated by max.
 */
export class SharedCollector implements Collector {
  readonly name = 'shared';
  private readonly counts: SessionCounts;

  /** @param redis, rate and llm on the connection that fails at once when Redis is away */
  constructor(
    private readonly metrics: Metrics,
    private readonly settings: Settings,
    private readonly redis: Redis,
    private readonly rate: RateGate,
    private readonly llm: LlmGate,
    private readonly queues: readonly Queue[],
  ) {
    this.counts = new SessionCounts(redis, settings.REDIS_PREFIX);
  }

  async collect(): Promise<void> {
    // The connections of the queues would wait for Redis to come back.
    if (this.redis.status !== 'ready') throw new Error('no connection to Redis');
    const [jobs, sessions, dropped, rate, llm] = await Promise.all([
      Promise.all(this.queues.map((queue) => this.jobsOf(queue))),
      this.counts.waiting(),
      this.counts.dropped(),
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
      Object.entries(dropped).map(([reason, n]) => [{ reason }, n]),
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
}
