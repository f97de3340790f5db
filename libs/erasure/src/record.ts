import type { Person } from './person';

/** What was taken out of Redis, in numbers, and how many redactions were queued. */
export interface Removed {
  sessions: number;
  conversations: number;
  waiting: number;
  deadLetters: number;
  jobs: number;
  /** Entries of the journal. */
  journal: number;
  redactions: number;
}

/** An erasure that was asked for, until a pass finds nothing more. It names its person by hashes and Intercom's contact id alone. */
export interface ErasureRecord {
  id: string;
  person: Person;
  /** Keys of sessions that were found so far: their jobs are looked for in every pass. */
  sessions: string[];
  /** Unix ms of the next pass. */
  nextAt: number;
  passes: number;
  removed: Removed;
}

export const nothing = (): Removed => ({
  sessions: 0,
  conversations: 0,
  waiting: 0,
  deadLetters: 0,
  jobs: 0,
  journal: 0,
  redactions: 0,
});

export const sumOf = (a: Removed, b: Removed): Removed => ({
  sessions: a.sessions + b.sessions,
  conversations: a.conversations + b.conversations,
  waiting: a.waiting + b.waiting,
  deadLetters: a.deadLetters + b.deadLetters,
  jobs: a.jobs + b.jobs,
  // A record of before there was a journal has no count of it.
  journal: (a.journal ?? 0) + b.journal,
  redactions: a.redactions + b.redactions,
});

export const isNothing = (removed: Removed) => Object.values(removed).every((count) => count === 0);
