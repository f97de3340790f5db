import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Settings } from '@app/config';
import { QUEUE_KEYS, QUEUES, queuePrefix, type QueueJobs, type QueueKey } from '@app/queues';
import { BULL_CONNECTION } from '@app/redis';
import { DelayedError, UnrecoverableError, Worker, type ConnectionOptions, type Job } from 'bullmq';
import { retryDelay } from './retry.delays';

export interface HandlerContext<T = unknown> {
  /** Aborted when the process is told to stop: begin nothing new, wait for nothing, hand the job back by throwing `Postponed(0)`. */
  stopping: AbortSignal;
  /** Aborted when SHUTDOWN_TIMEOUT_MS is over: also calls under way end. */
  abort: AbortSignal;
  /** Unix ms, by the clock of whoever added the job. */
  addedAt: number;
  /** Failures of this job so far. */
  attempts: number;
  /** Whether an earlier run of this job was cut off or failed. */
  startedBefore: boolean;
  /** Keeps this in the job for its next run. */
  keep: (data: T) => Promise<void>;
}

export interface Handler<T> {
  handle(data: T, context: HandlerContext<T>): Promise<void>;
}

/** Token of one handler per queue. */
export const HANDLERS = Symbol('HANDLERS');

export type Handlers = { [K in QueueKey]: Handler<QueueJobs[K]> };

/** Not a failure: the job comes back after `ms`, no attempt spent. */
export class Postponed extends Error {
  constructor(readonly ms: number) {
    super(`postponed by ${ms} ms`);
  }
}

/** Not a failure: nothing of this queue can go on for `ms`; the job goes back to the head of the queue, and no other is fetched meanwhile. */
export class Halted extends Postponed {}

/** Failed for good: kept among the failed jobs with this reason. */
export class Refused extends UnrecoverableError {}

/** Work of a killed process is taken up after lockDuration + 1 to 2 x stalledInterval: 9 to 12 s. Handlers are fenced, so a false stall is harmless. */
const LOCK_MS = 6_000;
const STALLED_MS = 3_000;
const MAX_STALLED = 50;
/** Never reached: BullMQ looks whether a queue is halted only where it has a limit. */
const UNLIMITED = { max: 1_000_000_000, duration: 1_000 };
const FORCED_CLOSE_MS = 1_000;
/** Their handlers have told each failed attempt in a line of its own. */
const TOLD_BY_HANDLER: ReadonlySet<QueueKey> = new Set(['summaries', 'redactions', 'deadLetters']);

/** Runs the BullMQ workers of every queue, as the catalog says. */
@Injectable()
export class WorkerFleet implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Workers');
  private readonly stopping = new AbortController();
  private readonly abort = new AbortController();
  private readonly workers: Worker[] = [];
  private quietUntil = 0;

  constructor(
    private readonly settings: Settings,
    @Inject(HANDLERS) private readonly handlers: Handlers,
    @Inject(BULL_CONNECTION) private readonly connection: ConnectionOptions,
  ) {}

  onApplicationBootstrap(): void {
    for (const key of QUEUE_KEYS) {
      for (let i = 0; i < QUEUES[key].workers; i++) this.workers.push(this.start(key));
    }
  }

  get running(): boolean {
    return this.workers.length > 0 && this.workers.every((worker) => worker.isRunning() && !worker.closing);
  }

  /** Running jobs finish or hand themselves back within SHUTDOWN_TIMEOUT_MS; what still runs then is taken up by another process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    if (await this.closed(false, this.settings.SHUTDOWN_TIMEOUT_MS)) return;
    this.logger.warn({ outcome: 'shutdown_timeout' });
    this.abort.abort();
    await this.closed(true, FORCED_CLOSE_MS);
  }

  /** Whether all workers closed in time; closing needs Redis, which may be away. */
  private async closed(force: boolean, withinMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, withinMs, false)));
    const closing = Promise.all(this.workers.map((worker) => worker.close(force))).then(() => true);
    const inTime = await Promise.race([closing, late]);
    clearTimeout(timer);
    return inTime;
  }

  private start<K extends QueueKey>(key: K): Worker {
    const policy = QUEUES[key];
    const worker: Worker = new Worker(
      policy.name,
      (job, token) => this.run(key, job as Job<QueueJobs[K]>, worker, token),
      {
        connection: this.connection,
        prefix: queuePrefix(this.settings),
        concurrency: policy.concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_MS,
        maxStalledCount: MAX_STALLED,
        ...(key === 'redactions' ? { limiter: UNLIMITED } : {}),
        settings: { backoffStrategy: (attempts: number) => retryDelay(key, attempts) },
      },
    );
    worker.on('error', (error) => this.away(error));
    worker.on('failed', (job, error) => {
      const line = { queue: policy.name, job: job?.id, attempts: job?.attemptsMade, outcome: 'job_failed' };
      if (TOLD_BY_HANDLER.has(key)) this.logger.debug(line);
      else this.logger.warn({ ...line, reason: error.message });
    });
    return worker;
  }

  /** Each worker has its own connection, which errs many times a second while Redis is away: said at most once a second for all. */
  private away(error: Error & { code?: string }): void {
    if (Date.now() < this.quietUntil) return;
    this.quietUntil = Date.now() + 1_000;
    this.logger.warn({ outcome: 'worker_error', reason: error.message || error.code });
  }

  private async run<K extends QueueKey>(key: K, job: Job<QueueJobs[K]>, worker: Worker, token?: string): Promise<void> {
    const context = {
      stopping: this.stopping.signal,
      abort: this.abort.signal,
      addedAt: job.timestamp,
      attempts: job.attemptsMade,
      startedBefore: job.attemptsStarted > 1,
      keep: (data: QueueJobs[K]) => job.updateData(data),
    };
    try {
      await this.handlers[key].handle(job.data as QueueJobs[K], context);
    } catch (error) {
      if (!(error instanceof Postponed)) throw error;
      if (error instanceof Halted) {
        await worker.rateLimit(Math.max(1, Math.round(error.ms)));
        throw Worker.RateLimitError();
      }
      await job.moveToDelayed(Date.now() + error.ms, token);
      throw new DelayedError();
    }
  }
}
