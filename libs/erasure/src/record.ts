import { type Person, union } from './person';

/** What was taken out of Redis, in numbers, and how many redactions are owed since. */
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

/** An erasure that was asked for, until it is finished. It names its person by hashes and Intercom's contact id alone. */
export interface ErasureRecord {
  id: string;
  person: Person;
  /** By the webhook of a contact, which may have been merged into another; or by hand. */
  by: 'webhook' | 'hand';
  /** Unix ms at which it was asked for. */
  askedAt: number;
  /** Sessions, conversations and dead letters that were found so far: a pass that is cut off leaves what only these lead to. */
  sessions: string[];
  conversations: string[];
  deadLetters: string[];
  /** E-mails named by hand that all that is kept was compared with: what came later the fence kept out. */
  searched?: string[];
  /** Unix ms of the next pass. */
  nextAt: number;
  passes: number;
  removed: Removed;
  /** Parts in Intercom whose redaction is not confirmed yet, as of the last pass. */
  owed: number;
}

const COUNTED = ['sessions', 'conversations', 'waiting', 'deadLetters', 'jobs', 'journal', 'redactions'] as const;

const each = (count: (name: keyof Removed) => number): Removed =>
  Object.fromEntries(COUNTED.map((name) => [name, count(name)])) as unknown as Removed;

export const nothing = (): Removed => each(() => 0);

// A record of an earlier version may lack a count.
export const sumOf = (a: Removed, b: Removed): Removed => each((name) => (a[name] ?? 0) + (b[name] ?? 0));

export const isNothing = (removed: Removed) => Object.values(removed).every((count) => count === 0);

/** Whether anything of the person was ever found. */
export const knewNothing = ({ sessions, conversations, deadLetters, removed, owed }: ErasureRecord) =>
  sessions.length + conversations.length + deadLetters.length + owed === 0 && isNothing(removed);

/** Two erasures that name the same person are one. */
export const samePerson = (a: Person, b: Person) =>
  (['contacts', 'users', 'emails'] as const).some((kind) => a[kind].some((name) => b[kind].includes(name)));

/** The earlier one goes on, with all that is known of either. By hand is the stronger word: whoever it is, they are meant. */
export const joined = (a: ErasureRecord, b: ErasureRecord): ErasureRecord => ({
  ...a,
  person: {
    contacts: union(a.person.contacts, b.person.contacts),
    users: union(a.person.users, b.person.users),
    emails: union(a.person.emails, b.person.emails),
  },
  by: a.by === 'hand' || b.by === 'hand' ? 'hand' : 'webhook',
  sessions: union(a.sessions, b.sessions),
  conversations: union(a.conversations, b.conversations),
  deadLetters: union(a.deadLetters, b.deadLetters),
  nextAt: Math.min(a.nextAt, b.nextAt),
  removed: sumOf(a.removed, b.removed),
});
