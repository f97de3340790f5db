import { checkpoint } from '@app/checkpoint';
import type { FoundNote } from '@app/desk';
import type { EffectQueues } from '@app/queues';
import { type FlushStore, newestForwardedAt, type NoteIntent } from '@app/sessions';
import type { Signal } from '@app/signals';
import type { NoteEvent, Telemetry } from '@app/telemetry';
import type { NoteStep } from './note.decision';

/** What the flush job does after a delivery: look for more, leave the session, or come back after a planned wait. */
export type Next = 'again' | 'stop' | { laterMs: number };

/** One run of a flush job: `owner` is new for each, so that a run that lost its lock can be told from its successor. */
export interface Run {
  sessionKey: string;
  owner: string;
  stopping: AbortSignal;
  abort: AbortSignal;
}

/** Whom the session of a delivery is changed by, and who is told. */
export interface NoteEnds {
  sessions: FlushStore;
  effects: EffectQueues;
  telemetry: Telemetry;
}

/** One delivery as its session sees it: each step is recorded there, then what follows is queued, then it is told. A run that lost the session stops. */
export class NoteInSession {
  constructor(
    private readonly intent: NoteIntent,
    private readonly run: Run,
    /** What the note's text tells of trouble. */
    private readonly signals: readonly Signal[],
    private readonly ends: NoteEnds,
  ) {}

  /** Records our note; further copies of it are ours too, and are redacted. */
  async commit(note: FoundNote, how: 'posted' | 'found'): Promise<Next> {
    const { sessions, effects } = this.ends;
    const { sessionKey } = this.run;
    const { ref, conversationId, items } = this.intent;
    const { result, summary, redact } = await sessions.commit(sessionKey, ref, note.noteId);
    const ours = new Set(redact);
    for (const copy of note.copies) {
      for (const part of (await sessions.commit(sessionKey, ref, copy)).redact) ours.add(part);
    }
    await checkpoint('committed');
    if (summary !== null) await effects.summarise({ sessionKey, summary });
    await effects.redact(sessionKey, conversationId, [...ours]);
    const forwardedAt = newestForwardedAt(items);
    const latencyMs = forwardedAt === null ? undefined : Date.now() - forwardedAt;
    if (result !== 'stale') this.tellSignals();
    this.tell({ outcome: result === 'stale' ? 'stale' : how, partId: note.noteId, latencyMs });
    return result === 'done' ? 'stop' : 'again';
  }

  take(step: Exclude<NoteStep, { do: 'confirm-gone' }>): Promise<Next> {
    switch (step.do) {
      case 'plan':
        return this.plan(step);
      case 'park':
        return this.park(step);
      case 'dead-letter':
        return this.deadLetter(step.reason);
      case 'end':
        return this.end(step.reason);
    }
  }

  /** Another run owns the session, or its conversation was closed before the request. */
  fenced(): Next {
    this.tell({ outcome: 'fenced_or_held' });
    return 'stop';
  }

  /** Its text is gone, and it is not in the conversation: the session goes on without it. */
  async giveUp(): Promise<Next> {
    const { sessionKey, owner } = this.run;
    if (!(await this.ends.sessions.voidIntent(sessionKey, this.intent.ref, owner))) return 'stop';
    this.tell({ outcome: 'without_text' });
    return 'again';
  }

  private async deadLetter(reason: string): Promise<Next> {
    const { sessionKey, owner } = this.run;
    const { ref } = this.intent;
    if (!(await this.ends.sessions.deadLetter(sessionKey, ref, owner, reason))) return 'stop';
    await this.ends.effects.deadLetter({ sessionKey, ref, reason });
    this.tell({ outcome: 'dead_letter', reason });
    return 'again';
  }

  private async end(reason: string): Promise<Next> {
    await this.ends.sessions.endSession(this.run.sessionKey, this.run.owner);
    this.tell({ outcome: 'conversation_gone', reason });
    return 'stop';
  }

  /** Such calls are paused: the session leaves the queue until they go on. */
  private async park({ known, reason }: NoteStep & { do: 'park' }): Promise<Next> {
    const { sessionKey, owner } = this.run;
    const waitsFor = known === 'read' ? 'read' : 'note';
    if (!(await this.ends.sessions.park(sessionKey, owner, waitsFor, known))) return 'stop';
    this.tell({ outcome: 'paused', reason });
    return 'stop';
  }

  private async plan({ ms, known, reason, outcome, spent }: NoteStep & { do: 'plan' }): Promise<Next> {
    const { sessionKey, owner } = this.run;
    if (!(await this.ends.sessions.defer(sessionKey, owner, ms, known, spent ? reason : null))) return 'stop';
    this.tell({ outcome, reason, nextInMs: Math.round(ms) });
    return { laterMs: ms };
  }

  private tellSignals(): void {
    const [{ sessionKey }, { conversationId }] = [this.run, this.intent];
    for (const { kind } of this.signals)
      this.ends.telemetry.record({ what: 'signal', kind, sessionKey, conversationId });
  }

  private tell(what: Pick<NoteEvent, 'outcome'> & Partial<NoteEvent>): void {
    const { conversationId, ref, kind, tries, items, binned: atLink } = this.intent;
    const actions = kind === 'actions' || kind === 'late' ? items.length : 0;
    const { sessionKey } = this.run;
    const note = { what: 'note' as const, sessionKey, conversationId, ref, kind, tries, actions, atLink };
    this.ends.telemetry.record({ ...note, ...what });
  }
}
