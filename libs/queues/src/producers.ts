import { Injectable } from '@nestjs/common';
import { InjectQueue } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
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

/** Adds the flush jobs of generations that a script opened. Adding one twice is harmless: same id. */
@Injectable()
export class FlushQueue {
  constructor(@InjectQueue(QUEUES.sessionNotes.name) private readonly queue: Queue<FlushJob>) {}

  async open(flushes: FlushJob[]): Promise<void> {
    const jobs = flushes
      .filter((f) => f.generation > 0)
      .map((f) => ({
        name: 'flush',
        data: f,
        opts: options('sessionNotes', JOB_IDS.flush(f.sessionKey, f.generation)),
      }));
    if (jobs.length > 0) await this.queue.addBulk(jobs);
  }
}

/** Adds one job per admitted payload. */
@Injectable()
export class PayloadQueue {
  constructor(@InjectQueue(QUEUES.sessionActions.name) private readonly queue: Queue<SessionActionsJob>) {}

  async add(jobs: SessionActionsJob[]): Promise<void> {
    // Not in bulk: Redis takes the first in while the last are still being written.
    await Promise.all(
      jobs.map((job) => this.queue.add('payload', job, options('sessionActions', JOB_IDS.payload(job.eventId)))),
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

  async bury(job: DeadLetterJob): Promise<void> {
    await this.deadLetters.add('note', job, options('deadLetters', JOB_IDS.deadLetter(job.ref)));
  }
}
