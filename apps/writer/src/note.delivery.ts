import { Injectable } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { type CallOutcome, DeskCalls, type FoundNote, isOver, RETRY_WAITS_S, type Verdict } from '@app/desk';
import { EffectQueues } from '@app/queues';
import { newestForwardedAt, FlushStore, type NoteIntent, type StoredAction } from '@app/sessions';
import type { Signal } from '@app/signals';
import { Telemetry, type NoteHappening } from '@app/telemetry';
import { NoteText, type RenderedNote } from './note.text';

/** What the flush job does after a delivery: look for more, leave the session, or come back after a planned wait. */
export type Next = 'again' | 'stop' | { laterMs: number };

/** One run of a flush job: `owner` is new for each, so that a run that lost its lock can be told from its successor. */
export interface Run {
  sessionKey: string;
  owner: string;
  stopping: AbortSignal;
  abort: AbortSignal;
}

/** With what its text tells of trouble. */
type Intent = NoteIntent & { signals: readonly Signal[] };

/**
 * What is known after an attempt: `unsent`: certainly not stored; `unknown`: may be stored until it is settled; `answered`: the call is
 * over, but may have been stored; `read`: only the look-up failed.
 */
type Knowledge = 'unsent' | 'unknown' | 'answered' | 'read';

/** A look-up that failed is made again after half the time since the note was sent, within these bounds: it spends no attempt. */
const LOOK_AGAIN_MS = { least: 1_000, most: 60_000 };

/** Longest wait inside a job for an earlier POST to settle. */
const SETTLE_IN_JOB_MS = 3_000;
/** After the last wait one more try, then the dead letters. */
const MAX_TRIES = RETRY_WAITS_S.length;
/** Before asking again about a conversation that may be gone. */
const SOON_MS = 1_000;
/** So a note is stamped that a person sends again: it was sent once, long ago. */
const SENT_LONG_AGO = 1;
/** Where the desk cannot be asked, nobody knows: a person looks, and sends it again or not. */
const NOBODY_KNOWS = 'it may be in the conversation: this desk cannot be asked for it';
/** An armed run that was stopped for longer than this before its request arms again. */
const ARMED_FOR_MS = 1_000;

/**
 * Brings one intended note into its conversation, effectively once: an intent that may have been posted is looked for by its ref
 * before it is posted (again), the run is armed directly before the request, and a part is recorded only when it was read back as
 * our own note with this ref. At most once where the desk cannot be asked for a note: one that may have been posted is a dead letter.
 */
@Injectable()
export class NoteDelivery {
  constructor(
    private readonly sessions: FlushStore,
    private readonly desk: DeskCalls,
    private readonly text: NoteText,
    private readonly effects: EffectQueues,
    private readonly telemetry: Telemetry,
  ) {}

  async deliver(given: NoteIntent, run: Run): Promise<Next> {
    const note = this.render(given, await this.text.contextOf(given, run.sessionKey));
    const print = given.print || (typeof note === 'object' ? note.print : '');
    const signals = typeof note === 'object' ? note.signals : [];
    const intent: Intent = { ...given, print, signals };
    const looks = this.desk.offers('findNote');
    if (intent.sentAt > SENT_LONG_AGO && !looks) return this.bury(intent, run, NOBODY_KNOWS);
    if (intent.sentAt > 0 && looks) {
      const found = await this.lookFor(intent, run);
      if (found !== 'absent') return found;
    }
    if (note === 'without_text') return this.giveUp(intent, run);
    // That was the last look, at a time at which it is final.
    if (intent.tries > MAX_TRIES) return this.bury(intent, run, `attempts_spent: ${intent.failure}`);
    if (note === 'unreadable') return this.bury(intent, run, 'its text cannot be rendered');
    return this.post(intent, note, run);
  }

  /** What cannot be rendered now never will be: it must not be tried for ever. */
  private render(intent: NoteIntent, before: StoredAction[]): RenderedNote | 'without_text' | 'unreadable' {
    if (intent.items.length === 0) return 'without_text';
    try {
      return this.text.of(intent, before);
    } catch {
      return 'unreadable';
    }
  }

  /** Its text is gone, and it is not in the conversation: the session goes on without it. */
  private async giveUp(intent: NoteIntent, run: Run): Promise<Next> {
    if (!(await this.sessions.voidIntent(run.sessionKey, intent.ref, run.owner))) return 'stop';
    return this.tell(intent, run, { outcome: 'without_text' }, 'again');
  }

  private async lookFor(intent: Intent, run: Run): Promise<Next | 'absent'> {
    const unsettledMs = intent.settledAt - intent.now;
    if (unsettledMs > SETTLE_IN_JOB_MS) return this.later(intent, run, unsettledMs, 'unknown', 'unsettled');
    if (unsettledMs > 0) return { laterMs: unsettledMs };
    const outcome = await this.read(intent, run);
    if (outcome.did === 'cancel') return 'stop';
    if (outcome.did === 'defer') return this.deferred(intent, run, outcome, 'read');
    if (outcome.did === 'fail') return this.afterFailure(intent, run, outcome.verdict, 'read');
    return (await this.record(outcome.value, intent, run, 'found')) ?? 'absent';
  }

  private async post(given: Intent, note: RenderedNote, run: Run): Promise<Next> {
    await checkpoint('intended');
    const { print } = note;
    const intent = { ...given, print };
    const { conversationId, kind, tries, sentAt, ref } = intent;
    const summary = kind === 'summary' || kind === 'stream-summary';
    const outcome = await this.desk.postNote(
      { conversationId, note: { ...note, ref }, summary },
      {
        ...{ attempts: tries, stopping: run.stopping, abort: run.abort },
        last: { word: this.sessions.lastWord, args: [run.sessionKey, ref, run.owner, print] },
        still: (askedAt) => this.stillArmed(intent, run, askedAt),
      },
    );
    await checkpoint('posted');
    if (outcome.did === 'cancel') return this.tell(intent, run, { outcome: 'fenced_or_held' }, 'stop');
    // Nothing was sent now; an earlier try that was not found is looked for again all the same.
    if (outcome.did === 'defer') return this.deferred(intent, run, outcome, sentAt > 0 ? 'read' : 'unsent');
    if (outcome.did === 'fail') {
      return this.afterFailure(intent, run, outcome.verdict, isOver(outcome.error) ? 'answered' : 'unknown');
    }
    const stored = sentAt > 0 ? await this.withCopies(outcome.value, intent, run) : outcome.value;
    // A 200 without our note in it: it is looked for, never guessed.
    const recorded = await this.record(stored, intent, run, 'posted');
    return recorded ?? this.unknown(intent, run, SOON_MS, 'answered', 'our note is not in the answer');
  }

  /** After a second POST of a note: the whole conversation, in which the first may have arrived late all the same. */
  private async withCopies(answer: FoundNote | null, intent: NoteIntent, run: Run): Promise<FoundNote | null> {
    if (!this.desk.offers('findNote')) return answer;
    const outcome = await this.read(intent, run);
    return (outcome.did === 'answer' && outcome.value) || answer;
  }

  /** The run was armed with its turn. One that was stopped since then is armed once more: the stamp must be of this moment. */
  private async stillArmed(intent: NoteIntent, run: Run, askedAt: number): Promise<boolean> {
    await checkpoint('armed');
    for (let asked = askedAt; performance.now() - asked >= ARMED_FOR_MS;) {
      asked = performance.now();
      if ((await this.sessions.arm(run.sessionKey, intent.ref, run.owner, intent.print)) !== 'armed') return false;
    }
    return true;
  }

  private read(
    { conversationId, ref, print, tries }: NoteIntent,
    { stopping, abort }: Run,
  ): Promise<CallOutcome<FoundNote | null>> {
    return this.desk.findNote(conversationId, { ref, print }, { attempts: tries, stopping, abort });
  }

  /** Records our note if the conversation holds it; further copies of it are ours too, and are redacted. */
  private async record(
    note: FoundNote | null,
    intent: Intent,
    run: Run,
    how: 'posted' | 'found',
  ): Promise<Next | null> {
    const { sessionKey } = run;
    if (!note) return null;
    const { result, summary, redact } = await this.sessions.commit(sessionKey, intent.ref, note.noteId);
    const ours = new Set(redact);
    for (const copy of note.copies) {
      for (const part of (await this.sessions.commit(sessionKey, intent.ref, copy)).redact) ours.add(part);
    }
    await checkpoint('committed');
    if (summary !== null) await this.effects.summarise({ sessionKey, summary });
    await this.effects.redact(sessionKey, intent.conversationId, [...ours]);
    const forwardedAt = newestForwardedAt(intent.items);
    const latencyMs = forwardedAt === null ? undefined : Date.now() - forwardedAt;
    const outcome = result === 'stale' ? 'stale' : how;
    if (outcome !== 'stale') this.tellSignals(intent, sessionKey);
    return this.tell(intent, run, { outcome, partId: note.noteId, latencyMs }, result === 'done' ? 'stop' : 'again');
  }

  private tellSignals({ signals, conversationId }: Intent, sessionKey: string): void {
    for (const { kind } of signals) this.telemetry.record({ what: 'signal', kind, sessionKey, conversationId });
  }

  private async afterFailure(intent: Intent, run: Run, verdict: Verdict, known: Knowledge): Promise<Next> {
    const refused = known === 'read' ? 'read' : 'unsent';
    switch (verdict.do) {
      case 'wait':
        return this.later(intent, run, verdict.ms, refused, verdict.reason);
      case 'pause':
        if (verdict.ambiguous && known !== 'read' && !this.desk.offers('findNote'))
          return this.bury(intent, run, NOBODY_KNOWS);
        return this.park(intent, run, verdict.ambiguous ? known : refused, verdict.reason);
      case 'hold':
        return this.later(intent, run, verdict.afterMs, refused, verdict.reason, 'paused');
      case 'retry': {
        const { afterMs, reason } = verdict;
        if (known === 'read') return this.later(intent, run, lookAgainMs(intent), known, reason);
        if (verdict.ambiguous) return this.unknown(intent, run, afterMs, known, reason);
        return this.retry(intent, run, afterMs, 'unsent', reason);
      }
      case 'confirm-gone':
        return this.confirmGone(intent, run, verdict.reason);
      case 'gone':
      case 'done':
        return this.end(intent, run, verdict.reason);
      case 'fail':
        if (!verdict.ambiguous) return this.bury(intent, run, verdict.reason);
        if (known === 'read') return this.later(intent, run, lookAgainMs(intent), known, verdict.reason);
        return this.unknown(intent, run, SOON_MS, known, verdict.reason);
    }
  }

  /** It may be stored: it is looked for before it is sent again, and where that cannot be, it is not sent again. */
  private unknown(intent: NoteIntent, run: Run, ms: number, known: Knowledge, reason: string): Promise<Next> {
    if (!this.desk.offers('findNote')) return this.bury(intent, run, NOBODY_KNOWS);
    return this.retry(intent, run, ms, known, reason);
  }

  private async confirmGone(intent: NoteIntent, run: Run, reason: string): Promise<Next> {
    if (!this.desk.offers('findNote')) return this.end(intent, run, reason);
    const outcome = await this.read(intent, run);
    if (outcome.did === 'fail' && outcome.verdict.do === 'gone') return this.end(intent, run, reason);
    if (outcome.did === 'answer') return this.retry(intent, run, SOON_MS, 'unsent', reason);
    return this.later(intent, run, outcome.did === 'defer' ? outcome.ms : SOON_MS, 'unsent', reason);
  }

  private async end(intent: NoteIntent, run: Run, reason: string): Promise<Next> {
    await this.sessions.endSession(run.sessionKey, run.owner);
    return this.tell(intent, run, { outcome: 'conversation_gone', reason }, 'stop');
  }

  private async bury(intent: NoteIntent, run: Run, reason: string): Promise<Next> {
    const { sessionKey } = run;
    if (!(await this.sessions.bury(sessionKey, intent.ref, run.owner, reason))) return 'stop';
    await this.effects.bury({ sessionKey, ref: intent.ref, reason });
    return this.tell(intent, run, { outcome: 'dead_letter', reason }, 'again');
  }

  /** Plans the next try, one attempt spent. When none is left the note becomes a dead letter, where it may be stored after one more look. */
  private retry(intent: NoteIntent, run: Run, ms: number, known: Knowledge, reason: string): Promise<Next> {
    const lastOne = intent.tries + 1 > MAX_TRIES;
    if (lastOne && known === 'unsent') return this.bury(intent, run, `attempts_spent: ${reason}`);
    return this.plan(intent, run, lastOne ? SOON_MS : ms, known, reason, 'retried', true);
  }

  private deferred(intent: NoteIntent, run: Run, { ms, reason }: { ms: number; reason: string }, known: Knowledge) {
    if (reason === 'paused') return this.park(intent, run, known, reason);
    return this.later(intent, run, ms, known, reason);
  }

  /** Such calls are paused: the session leaves the queue until they go on. No attempt spent. */
  private async park(intent: NoteIntent, run: Run, known: Knowledge, reason: string): Promise<Next> {
    const waitsFor = known === 'read' ? 'read' : 'note';
    if (!(await this.sessions.park(run.sessionKey, run.owner, waitsFor, known))) return 'stop';
    return this.tell(intent, run, { outcome: 'paused', reason }, 'stop');
  }

  /** Plans the next try; nobody's fault, no attempt spent. */
  private later(
    intent: NoteIntent,
    run: Run,
    ms: number,
    known: Knowledge,
    reason: string,
    outcome: 'deferred' | 'paused' = 'deferred',
  ): Promise<Next> {
    return this.plan(intent, run, ms, known, reason, outcome, false);
  }

  private async plan(
    intent: NoteIntent,
    run: Run,
    ms: number,
    known: Knowledge,
    reason: string,
    outcome: NoteHappening['outcome'],
    spent: boolean,
  ): Promise<Next> {
    if (!(await this.sessions.defer(run.sessionKey, run.owner, ms, known, spent ? reason : null))) return 'stop';
    return this.tell(intent, run, { outcome, reason, nextInMs: Math.round(ms) }, { laterMs: ms });
  }

  private tell<T>(
    intent: NoteIntent,
    run: Run,
    what: Pick<NoteHappening, 'outcome'> & Partial<NoteHappening>,
    next: T,
  ): T {
    const { conversationId, ref, kind, tries, items } = intent;
    const actions = kind === 'actions' || kind === 'late' ? items.length : 0;
    this.telemetry.record({
      what: 'note',
      sessionKey: run.sessionKey,
      conversationId,
      ref,
      kind,
      tries,
      actions,
      atLink: intent.binned,
      ...what,
    });
    return next;
  }
}

const lookAgainMs = ({ now, sentAt }: NoteIntent) =>
  Math.min(LOOK_AGAIN_MS.most, Math.max(LOOK_AGAIN_MS.least, (now - sentAt) / 2));
