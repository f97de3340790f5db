import { Inject, Injectable } from '@nestjs/common';
import { InjectQueue } from '@nestjs/bullmq';
import { REDIS } from '@app/redis';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import {
  JOB_IDS,
  QUEUES,
  type DeadLetterJob,
  type FlushJob,
  type RedactJob,
  type SessionActionsJob,
  type SummariseJob,
} from './catalog';

const options = (key: keyof typeof QUEUES, jobId: string) => ({ ...QUEUES[key].job, jobId });

/** Adds the flush jobs of open generations. Adding one twice is harmless: same id. */
@Injectable()
export class FlushQueue {
  constructor(@InjectQueue(QUEUES.sessionNotes.name) private readonly queue: Queue<FlushJob>) {}

  async open(flushes: FlushJob[], laterMs = 0): Promise<void> {
    const jobs = flushes
      .filter((f) => f.generation > 0)
      .map((f) => ({
        name: 'flush',
        data: f,
        opts: { ...options('sessionNotes', JOB_IDS.flush(f.sessionKey, f.generation)), delay: laterMs },
      }));
    if (jobs.length > 0) await this.queue.addBulk(jobs);
  }
}

/** What became of the job of an open generation. `runs`: a living process works on it. `over`: it has ended and is kept, so its id is taken. */
export type JobState = 'none' | 'waits' | 'runs' | 'over';

/** Looks after the jobs of open generations: the flush job, or that of the payload which opened it. */
@Injectable()
export class FlushJobs {
  constructor(
    @InjectQueue(QUEUES.sessionNotes.name) private readonly notes: Queue,
    @InjectQueue(QUEUES.sessionActions.name) private readonly payloads: Queue,
    @Inject(REDIS) private readonly redis: Redis,
  ) {}

  statesOf(flushes: { sessionKey: string; generation: number; eventId: string }[]): Promise<JobState[]> {
    return Promise.all(
      flushes.map(async ({ sessionKey, generation, eventId }) => {
        const states = await Promise.all([
          this.stateOf(this.notes.toKey(JOB_IDS.flush(sessionKey, generation))),
          eventId ? this.stateOf(this.payloads.toKey(JOB_IDS.payload(sessionKey, eventId))) : 'none',
        ]);
        return (['runs', 'waits', 'over'] as const).find((state) => states.includes(state)) ?? 'none';
      }),
    );
  }

  /** By what BullMQ keeps of a job: when it was added, when it ended, the lock of whoever runs it. */
  private async stateOf(key: string): Promise<JobState> {
    const [[addedAt, endedAt], locked] = await Promise.all([
      this.redis.hmget(key, 'timestamp', 'finishedOn'),
      this.redis.exists(`${key}:lock`),
    ]);
    if (!addedAt) return 'none';
    if (endedAt) return 'over';
    return locked ? 'runs' : 'waits';
  }
}

/** Adds one job per admitted payload. */
@Injectable()
export class PayloadQueue {
  constructor(@InjectQueue(QUEUES.sessionActions.name) private readonly queue: Queue<SessionActionsJob>) {}

  async add(jobs: SessionActionsJob[]): Promise<void> {
    // Not in bulk: Redis takes the first in while the last are still being written.
    await Promise.all(
      jobs.map((job) =>
        this.queue.add('payload', job, options('sessionActions', JOB_IDS.payload(job.sessionKey, job.eventId))),
      ),
    );
  }
}

/** Adds what follows from a posted note: a summary that is due, parts to redact, dead letters. Ids are stable, so repeating is harmless. */
@Injectable()
export class EffectQueues {
  constructor(
    @InjectQueue(QUEUES.summaries.name) private readonly summaries: Queue<SummariseJob>,
    @InjectQueue(QUEUES.redactions.name) private readonly redactions: Queue<RedactJob>,
    @InjectQueue(QUEUES.deadLetters.name) private readonly deadLetters: Queue<DeadLetterJob>,
  ) {}

  async summarise(job: SummariseJob): Promise<void> {
    await this.summaries.add('summarise', job, options('summaries', JOB_IDS.summarise(job.sessionKey, job.summary)));
  }

  async redact(sessionKey: string, conversationId: string, partIds: string[]): Promise<void> {
    await Promise.all(
      partIds.map((partId) =>
        this.redactions.add(
          'redact',
          { sessionKey, conversationId, partId },
          options('redactions', JOB_IDS.redact(partId)),
        ),
      ),
    );
  }

  async deadLetter(job: DeadLetterJob): Promise<void> {
    await this.deadLetters.add('note', job, options('deadLetters', JOB_IDS.deadLetter(job.ref)));
  }

  /** Its note is not kept any more. */
  async forgetDead(ref: string): Promise<void> {
    await this.deadLetters.remove(JOB_IDS.deadLetter(ref));
  }
}
