import type { JobsOptions } from 'bullmq';

/** session-actions, one per payload. Produced by stream and push (`Admission`), consumed by apps/writer: flushes the session where this payload woke it. */
export interface SessionActionsJob {
  sessionKey: string;
  sessionId: string;
  eventId: string;
  forwardedAt: number | null;
  /** What the payload held, for the person who looks into Bull Board; it is in the session's buffer already. */
  payload: unknown;
  /** The generation that its admission opened, which this job flushes; 0: none. Not there in jobs of version 0.1.0. */
  generation?: number;
  /** As in `FlushJob`. */
  quietMs?: number;
}

/** session-notes: flushes what no payload's job does. Produced by a link, a stored summary, a retry by hand, the sweep, and jobs that hand over; consumed by apps/writer. */
export interface FlushJob {
  sessionKey: string;
  generation: number;
  /** Nothing is due for so long after the job was added: no need to ask before. */
  quietMs?: number;
}

/** summaries. Produced by a commit that reached the threshold (and the sweep), consumed by apps/writer: asks the LLM. */
export interface SummariseJob {
  sessionKey: string;
  summary: number;
  /** Attempts that failed for this summary alone. */
  failedAlone?: number;
}

/** redactions, one per part. Produced by the commit of a summary (and the sweep), consumed by apps/writer. */
export interface RedactJob {
  sessionKey: string;
  conversationId: string;
  partId: string;
}

/** dead-letters, one per note that failed for good; retrying the job sends the note again, late. */
export interface DeadLetterJob {
  sessionKey: string;
  ref: string;
  reason: string;
}

/** maintenance: the sweep, by a scheduler. */
export type SweepJob = Record<string, never>;

export interface QueuePolicy {
  name: string;
  description: string;
  /** Jobs that one BullMQ Worker runs at once, and Workers per process: a worker fetches `concurrency` jobs before it starts the first, so several small ones. */
  concurrency: number;
  workers: number;
  job: JobsOptions;
}

const DAY = 86_400;
const FOR_EVER = 1_000_000;
/** The worker's own schedule decides (`retry.delays.ts` of the writer), by queue. */
const OWN_DELAYS = { type: 'custom' };
const keepFailed = { age: 7 * DAY, count: 10_000 };
/** As long as their notes, however many: the sweep ends both together, and counts it. The age is for a job whose note is gone all the same. */
const keepDeadLetters = { age: 30 * DAY };

/** Every queue with its whole policy; the types of its jobs are in `QueueJobs`. Delays between tries are the consumer's. */
export const QUEUES = {
  sessionActions: {
    name: 'session-actions',
    description: 'Payloads as they arrived; the one that wakes its session posts its notes',
    concurrency: 250,
    // Few: each that runs dry asks Redis once more.
    workers: 3,
    job: { removeOnComplete: true, removeOnFail: keepFailed, attempts: FOR_EVER, backoff: OWN_DELAYS },
  },
  sessionNotes: {
    name: 'session-notes',
    description: 'Flushes that no payload woke, or that have to wait for long',
    concurrency: 100,
    workers: 6,
    job: { removeOnComplete: true, removeOnFail: keepFailed, attempts: FOR_EVER, backoff: OWN_DELAYS },
  },
  summaries: {
    name: 'summaries',
    description: 'Asks the LLM for a summary; the flush job of the session posts it',
    concurrency: 20,
    workers: 1,
    job: { removeOnComplete: true, removeOnFail: keepFailed, attempts: FOR_EVER, backoff: OWN_DELAYS },
  },
  redactions: {
    name: 'redactions',
    description: 'Blanks one note that a posted summary covers',
    concurrency: 20,
    workers: 1,
    job: { removeOnComplete: true, removeOnFail: keepFailed, attempts: 8, backoff: OWN_DELAYS },
  },
  deadLetters: {
    name: 'dead-letters',
    description: 'Notes that failed for good, with the reason; retry one to send it again, late',
    concurrency: 10,
    workers: 1,
    job: { removeOnComplete: true, removeOnFail: keepDeadLetters, attempts: 1 },
  },
  maintenance: {
    name: 'maintenance',
    description: 'Every 5 s: picks up what a killed process left between two steps',
    concurrency: 1,
    workers: 1,
    job: { removeOnComplete: { count: 10 }, removeOnFail: { count: 100 }, attempts: 1 },
  },
} as const satisfies Record<string, QueuePolicy>;

export interface QueueJobs {
  sessionActions: SessionActionsJob;
  sessionNotes: FlushJob;
  summaries: SummariseJob;
  redactions: RedactJob;
  deadLetters: DeadLetterJob;
  maintenance: SweepJob;
}

export type QueueKey = keyof typeof QUEUES;
export const QUEUE_KEYS = Object.keys(QUEUES) as QueueKey[];

/** Ids of jobs, each built here and nowhere else. BullMQ ids hold no `:` and are not plain integers. */
export const JOB_IDS = {
  /** An erasure finds the jobs of a session by their ids. */
  payload: (sessionKey: string, eventId: string) => `e.${sessionKey}.${eventId}`,
  flush: (sessionKey: string, generation: number) => `${sessionKey}.${generation}`,
  summarise: (sessionKey: string, summary: number) => `sum.${sessionKey}.${summary}`,
  redact: (partId: string) => `red.${partId}`,
  deadLetter: (ref: string) => `dead.${ref}`,
};
