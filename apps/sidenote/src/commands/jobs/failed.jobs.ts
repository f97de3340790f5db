import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import { QUEUE_KEYS, QUEUES } from '@app/queues';
import { DeadLetterStore } from '@app/sessions';
import type { Job, Queue } from 'bullmq';

/** One failed job; nothing in it is a user's text. */
export interface FailedJob {
  queue: string;
  id: string;
  reason: string;
  /** ISO, UTC; null where BullMQ does not say. */
  failedAt: string | null;
  /** '' where it is not known any more. */
  session: string;
  conversation: string;
}

interface JobData {
  sessionKey?: string;
  conversationId?: string;
  ref?: string;
}

const PAGE = 500;
const LONGEST_REASON = 200;
/** Terminals obey control characters, and session ids come from outside. */
const plain = (text: string, max: number) =>
  text
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, max);

/** The failed jobs of all queues, dead letters among them. */
export class FailedJobs {
  private readonly queues: Queue<JobData>[];
  private readonly deadLetters: DeadLetterStore;

  constructor(context: INestApplicationContext) {
    this.queues = QUEUE_KEYS.map((key) => context.get<Queue>(getQueueToken(QUEUES[key].name), { strict: false }));
    this.deadLetters = context.get(DeadLetterStore, { strict: false });
  }

  async list(): Promise<FailedJob[]> {
    const rows: FailedJob[] = [];
    for (const queue of this.queues) {
      for await (const jobs of pages(queue)) rows.push(...(await this.rows(queue.name, jobs)));
    }
    return rows;
  }

  /** Actions of dead letters whose time was over before anybody sent them again: they are lost. */
  expired = (): Promise<number> => this.deadLetters.expired();

  /** Runs it once more: a dead letter sends its note, late. False: there is no failed job of that id. */
  async retry(id: string, queueName?: string): Promise<boolean> {
    for (const queue of this.named(queueName)) {
      const job = await queue.getJob(id);
      if (!job || (await job.getState()) !== 'failed') continue;
      await again(queue, job);
      return true;
    }
    return false;
  }

  /** Returns how many were started again. */
  async retryAll(queueName?: string): Promise<number> {
    let started = 0;
    for (const queue of this.named(queueName)) {
      // All ids first: what fails again at once would be met again.
      const failed: Job[] = [];
      for await (const jobs of pages(queue)) failed.push(...jobs);
      for (const job of failed) await again(queue, job);
      started += failed.length;
    }
    return started;
  }

  private named(name?: string): Queue<JobData>[] {
    return this.queues.filter((queue) => name === undefined || queue.name === name);
  }

  private async rows(queue: string, jobs: Job<JobData>[]): Promise<FailedJob[]> {
    const asked = jobs.map(({ data }) => ({ sessionKey: data.sessionKey ?? '', ref: data.ref ?? '' }));
    const where = await this.deadLetters.whereabouts(asked);
    return jobs.map((job, i) => ({
      queue,
      id: job.id ?? '',
      reason: plain((job.failedReason ?? '').split('\n')[0] ?? '', LONGEST_REASON),
      failedAt: job.finishedOn ? new Date(job.finishedOn).toISOString() : null,
      session: plain(where[i]?.sessionId ?? '', LONGEST_REASON),
      conversation: job.data.conversationId ?? where[i]?.conversationId ?? '',
    }));
  }
}

async function* pages(queue: Queue<JobData>): AsyncGenerator<Job<JobData>[]> {
  for (let from = 0; ; from += PAGE) {
    const page = await queue.getFailed(from, from + PAGE - 1);
    // One that went meanwhile leaves a hole, and is not the end.
    const jobs = page.filter(Boolean);
    if (jobs.length > 0) yield jobs;
    if (page.length < PAGE) return;
  }
}

/** Attempts begin anew, but for dead letters: their first run only files the note, every later one sends it. */
const again = (queue: Queue, job: Job) =>
  job.retry('failed', { resetAttemptsMade: queue.name !== QUEUES.deadLetters.name });
