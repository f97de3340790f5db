import { QUEUES } from '@app/queues';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { hashes } from './state.scan';

/** Of the data of any job. */
interface SessionJob {
  sessionKey?: unknown;
}

const REDACTIONS = QUEUES.redactions.name;

/**
 * The jobs of sessions in all queues and states, found by their keys and not by the queues' lists, which move while they are read.
 * Redactions stay, and failed ones are tried again: they are what is still to be done for the person.
 */
export class KeptJobs {
  constructor(
    private readonly redis: Redis,
    private readonly bullPrefix: string,
    private readonly queues: readonly Queue[],
  ) {}

  /** `left`: jobs that run just now or wait to redact; they end by themselves. */
  async remove(sessions: ReadonlySet<string>): Promise<{ removed: number; left: number }> {
    let [removed, left] = [0, 0];
    if (sessions.size === 0) return { removed, left };
    for (const queue of this.queues) {
      const start = `${this.bullPrefix}:${queue.name}:`;
      const ids: string[] = [];
      for await (const { key, values } of hashes(this.redis, `${start}*`, ['data'])) {
        if (belongs(values[0], sessions)) ids.push(key.slice(start.length));
      }
      for (const id of ids) {
        if (await this.take(queue, id)) removed++;
        else left++;
      }
      await this.forgetEvents(queue, sessions, new Set(ids));
    }
    return { removed, left };
  }

  private async take(queue: Queue, id: string): Promise<boolean> {
    const job = await queue.getJob(id);
    if (!job) return false;
    const state = await job.getState();
    if (queue.name === REDACTIONS) {
      if (state === 'failed') await job.retry('failed', { resetAttemptsMade: true });
      return false;
    }
    // A job that runs is locked; its session is gone, so that it ends at once and removes itself.
    if (state === 'active') return false;
    return (await queue.remove(id)) === 1;
  }

  /** BullMQ's stream of events holds ids of jobs, and those of flush jobs hold the session key. */
  private async forgetEvents(queue: Queue, sessions: ReadonlySet<string>, ids: ReadonlySet<string>): Promise<void> {
    if (queue.name === REDACTIONS) return;
    const key = `${this.bullPrefix}:${queue.name}:events`;
    const entries = await this.redis.xrange(key, '-', '+');
    const gone = entries.filter(([, fields]) => {
      const jobId = fields[fields.indexOf('jobId') + 1] ?? '';
      return ids.has(jobId) || jobId.split('.').some((part) => sessions.has(part));
    });
    if (gone.length > 0) await this.redis.xdel(key, ...gone.map(([id]) => id));
  }
}

function belongs(data: string | undefined, sessions: ReadonlySet<string>): boolean {
  if (!data) return false;
  const { sessionKey } = JSON.parse(data) as SessionJob;
  return typeof sessionKey === 'string' && sessions.has(sessionKey);
}
