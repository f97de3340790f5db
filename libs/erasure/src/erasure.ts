import { checkpoint } from '@app/checkpoint';
import type { Journal } from '@app/journal';
import type { ErasureStore, Fence } from '@app/sessions';
import type { AppendOnlyFile } from './append-only.file';
import type { ConversationLook } from './conversation.look';
import { type ErasureRequests, FENCE_MS } from './erasure.requests';
import type { KeptJobs } from './kept.jobs';
import type { OwedRedactions } from './owed.redactions';
import { type Person, union } from './person';
import { type ErasureRecord, isNothing, knewNothing, nothing, type Removed, sumOf } from './record';
import type { TraceFinder } from './trace.finder';

/** Waits between passes: 2, 4, 8, 16, then 30 s: so often at least a redaction that Intercom refused is tried again. */
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 28_000;

interface Pass {
  removed: Removed;
  /** Something is on its way, or could not be told now. */
  later: boolean;
}

/**
 * Erases a person in passes: a fence, so that nothing arriving meanwhile brings anything back; what was found is noted before anything
 * is removed; recorded parts are owed in the same step in which they leave their session. Every step may be cut off and made again. An
 * erasure is finished by a pass that finds nothing more, with each redaction confirmed.
 */
export class Erasure {
  constructor(
    private readonly store: ErasureStore,
    private readonly finder: TraceFinder,
    private readonly look: ConversationLook,
    private readonly jobs: KeptJobs,
    private readonly owed: OwedRedactions,
    private readonly requests: ErasureRequests,
    private readonly journal: Journal,
    private readonly file: AppendOnlyFile,
  ) {}

  /**
   * One pass. `finished`: nothing is left, and the request is closed; else the record says when to go on.
   * @param atOnce the person was reported (again): what waits for its next try is tried now
   */
  async pass(record: ErasureRecord, atOnce = false): Promise<{ record: ErasureRecord; finished: boolean }> {
    await this.store.fence(fencesOf(record.person), FENCE_MS);
    const { trace, later } = await this.finder.find(record);
    const next: ErasureRecord = {
      ...record,
      person: trace.person,
      sessions: union(record.sessions, trace.sessions),
      conversations: union(record.conversations, trace.conversations),
      deadLetters: union(record.deadLetters, trace.deadLetters),
      searched: record.person.emails,
      passes: record.passes + 1,
    };
    if (!knewNothing(next)) {
      await this.requests.save(next);
      await checkpoint('erasure-noted');
    }
    const pass: Pass = { removed: nothing(), later };
    await this.remove(next, trace.emails, pass);
    const owed = await this.owed.pursue(next.id, atOnce);
    if (owed > 0) await checkpoint('erasure-owed');
    return this.close({ ...next, owed }, pass);
  }

  private async remove(record: ErasureRecord, emails: string[], pass: Pass): Promise<void> {
    const { person, sessions, conversations, deadLetters } = record;
    const { removed } = pass;
    removed.waiting = await this.store.forgetNames({ ...person, emails: union(person.emails, emails) });
    if (knewNothing(record)) return;
    await this.store.fence([...fencesOf(person), ...sessions.map((key): Fence => ['s', key])], FENCE_MS);
    for (const key of sessions) await this.removeSession(record, key, pass);
    for (const ref of deadLetters) await this.removeDeadLetter(record, ref, pass);
    for (const id of conversations) {
      if (!(await this.store.conversation(id))) continue;
      removed.conversations++;
      await this.store.fence([['c', id]], FENCE_MS);
    }
    // Nothing was there any more: what could still name the person went in the pass before.
    if (record.passes > 2 && isNothing(removed) && record.owed > 0) return;
    const { removed: jobs, left } = await this.jobs.remove(new Set([...sessions, ...deadLetters]));
    removed.jobs = jobs;
    if (left > 0) pass.later = true;
    removed.journal = await this.journal.forget({ sessionKeys: sessions, conversationIds: conversations });
  }

  private async close(record: ErasureRecord, { removed, later }: Pass) {
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(record.passes - 1, 10));
    const after = { ...record, nextAt: Date.now() + waitMs, removed: sumOf(record.removed, removed) };
    const finished = !later && record.owed === 0 && isNothing(removed);
    if (!finished) await this.requests.save(after);
    else {
      // First: a kill in between makes one pass more, and not a rewrite less.
      if (!knewNothing(after)) await this.file.rewriteSoon();
      await checkpoint('erasure-ends');
      await this.requests.finish(after);
    }
    return { record: after, finished };
  }

  private async removeSession({ id }: ErasureRecord, key: string, pass: Pass): Promise<void> {
    let lookedFor = '';
    for (;;) {
      const step = await this.store.session(key, id, lookedFor);
      await checkpoint('erasure-removed');
      pass.removed.redactions += step.owed;
      if (step.do === 'erased') {
        if (step.existed) pass.removed.sessions++;
        return;
      }
      if (step.do === 'wait' || !(await this.owe(id, step.conversationId, step, pass))) {
        pass.later = true;
        return;
      }
      lookedFor = step.ref;
    }
  }

  private async removeDeadLetter({ id }: ErasureRecord, ref: string, pass: Pass): Promise<void> {
    let step = await this.store.deadLetter(ref, false);
    if ('lookIn' in step) {
      if (!(await this.owe(id, step.lookIn, { ref, print: step.print }, pass))) {
        pass.later = true;
        return;
      }
      step = await this.store.deadLetter(ref, true);
    }
    if ('existed' in step && step.existed) pass.removed.deadLetters++;
  }

  /** A note that may have arrived unrecorded is looked for, and owed where it did. False: Intercom cannot say now. */
  private async owe(
    erasureId: string,
    conversationId: string,
    note: { ref: string; print: string },
    pass: Pass,
  ): Promise<boolean> {
    const parts = await this.look.unrecorded(conversationId, note.ref, note.print);
    if (parts === null) return false;
    pass.removed.redactions += await this.store.owe(erasureId, conversationId, parts);
    return true;
  }
}

const fencesOf = ({ contacts, users, emails }: Person): Fence[] => [
  ...contacts.map((name): Fence => ['ct', name]),
  ...users.map((name): Fence => ['u', name]),
  ...emails.map((name): Fence => ['e', name]),
];
