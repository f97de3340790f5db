import type { Journal } from '@app/journal';
import { EffectQueues } from '@app/queues';
import type { Fence, SessionStore } from '@app/sessions';
import type { Redis } from 'ioredis';
import { ErasureRequests, FENCE_MS } from './erasure.requests';
import type { KeptJobs } from './kept.jobs';
import type { Person } from './person';
import { type ErasureRecord, isNothing, nothing, type Removed, sumOf } from './record';
import { hashes, readConversations, readSessions } from './state.scan';
import { traceOf } from './trace';
import type { UnrecordedNotes } from './unrecorded.notes';

/** Waits between passes: 2, 4, 8 … 300 s. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;

type Queued = 'erased' | 'absent' | 'later';

/**
 * Erases a person in passes: a fence, so that nothing arriving meanwhile brings anything back; redactions queued before the ids of their
 * parts are forgotten; then removal. Every step may be cut off and made again. A pass that finds nothing more ends the erasure.
 */
export class Erasure {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    private readonly sessions: SessionStore,
    private readonly effects: EffectQueues,
    private readonly jobs: KeptJobs,
    private readonly unrecorded: UnrecordedNotes,
    private readonly requests: ErasureRequests,
    private readonly journal: Journal,
  ) {}

  /** One pass. `finished`: nothing is left, and the request is closed; else the record says when to go on. */
  async pass(record: ErasureRecord): Promise<{ record: ErasureRecord; finished: boolean }> {
    await this.sessions.fence(fencesOf(record.person), FENCE_MS);
    const found = traceOf(
      record.person,
      await readSessions(this.redis, this.prefix),
      await readConversations(this.redis, this.prefix),
    );
    const sessions = [...new Set([...record.sessions, ...found.sessions])];
    const next = { ...record, person: found.person, sessions, passes: record.passes + 1 };
    // Known before anything is removed: a pass that is cut off leaves jobs that only these keys lead to.
    await this.requests.save(next);
    await this.sessions.fence([...fencesOf(found.person), ...sessions.map((key): Fence => ['s', key])], FENCE_MS);

    const removed = nothing();
    let later = false;
    for (const key of found.sessions) {
      const result = await this.eraseSession(key, removed);
      if (result === 'erased') removed.sessions++;
      if (result === 'later') later = true;
    }
    for (const id of found.conversations) {
      if (!(await this.sessions.eraseConversation(id))) continue;
      removed.conversations++;
      await this.sessions.fence([['c', id]], FENCE_MS);
    }
    removed.waiting = await this.forgetNames(found.person);
    const gone = new Set(sessions);
    removed.deadLetters = await this.removeDeadLetters(gone);
    const { removed: jobs, left } = await this.jobs.remove(gone);
    removed.jobs = jobs;
    removed.journal = await this.journal.forget({ sessionKeys: sessions, conversationIds: found.conversations });
    return this.close(next, removed, later || left > 0);
  }

  private async close(record: ErasureRecord, removed: Removed, later: boolean) {
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(record.passes - 1, 10));
    const after = { ...record, nextAt: Date.now() + waitMs, removed: sumOf(record.removed, removed) };
    const finished = !later && isNothing(removed);
    await (finished ? this.requests.finish(after) : this.requests.save(after));
    return { record: after, finished };
  }

  private async eraseSession(key: string, removed: Removed): Promise<Queued> {
    const queued = new Set<string>();
    let lookedFor = '';
    for (;;) {
      const step = await this.sessions.eraseSession(key, [...queued], lookedFor);
      if (step.do === 'erased') return step.existed ? 'erased' : 'absent';
      if (step.do === 'wait') return 'later';
      const parts =
        step.do === 'redact' ? step.parts : await this.unrecorded.find(step.conversationId, step.ref, step.print);
      if (parts === null) return 'later';
      if (step.do === 'look') lookedFor = step.ref;
      // Without the session key: the job is of nobody's session any more, and this says that it may be done.
      if (parts.length > 0)
        await this.redis.hset(
          `${this.prefix}:owed`,
          Object.fromEntries(parts.map((part) => [part, step.conversationId])),
        );
      await this.effects.redact('', step.conversationId, parts);
      removed.redactions += parts.filter((part) => !queued.has(part)).length;
      for (const part of parts) queued.add(part);
    }
  }

  private async forgetNames({ contacts, users, emails }: Person): Promise<number> {
    const waits = [...users.map((user) => `w:u:${user}`), ...emails.map((email) => `w:e:${email}`)];
    const indexes = [...users.map((u) => `u:${u}`), ...emails.map((e) => `e:${e}`), ...contacts.map((c) => `ct:${c}`)];
    const named = (names: string[]) => names.map((name) => `${this.prefix}:${name}`);
    if (indexes.length > 0) await this.redis.del(named(indexes));
    return waits.length > 0 ? this.redis.del(named(waits)) : 0;
  }

  private async removeDeadLetters(sessions: ReadonlySet<string>): Promise<number> {
    const gone: string[] = [];
    for await (const { key, values } of hashes(this.redis, `${this.prefix}:dead:*`, ['sk'])) {
      if (sessions.has(values[0] ?? '')) gone.push(key);
    }
    return gone.length > 0 ? this.redis.del(gone) : 0;
  }
}

const fencesOf = ({ contacts, users, emails }: Person): Fence[] => [
  ...contacts.map((name): Fence => ['ct', name]),
  ...users.map((name): Fence => ['u', name]),
  ...emails.map((name): Fence => ['e', name]),
];
