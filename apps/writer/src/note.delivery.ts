import { Injectable, Logger } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { Settings } from '@app/config';
import { findNote, IntercomClient, type Decision } from '@app/intercom';
import { EffectQueues } from '@app/queues';
import { SessionStore, type NoteIntent } from '@app/sessions';
import { IntercomCalls } from './intercom.calls';
import { NoteText } from './note.text';

/** What the flush job does after a delivery: look for more, leave the session, or come back after a planned wait. */
export type Next = 'again' | 'stop' | { laterMs: number };

/** One run of a flush job: `owner` is new for each, so that a run that lost its lock can be told from its successor. */
export interface Run {
  sessionKey: string;
  owner: string;
  stopping: AbortSignal;
  abort: AbortSignal;
}

/** Longest wait inside a job for an earlier POST to settle. */
const SETTLE_IN_JOB_MS = 3_000;

/**
 * Brings one intended note into its conversation, effectively once: an intent that may have been posted is looked for by its ref
 * before it is posted (again), the run is armed directly before the request, and a part is recorded only when it was read back as
 * our own note with this ref.
 */
@Injectable()
export class NoteDelivery {
  private readonly logger = new Logger('NoteDelivery');

  constructor(
    private readonly settings: Settings,
    private readonly sessions: SessionStore,
    private readonly intercom: IntercomClient,
    private readonly calls: IntercomCalls,
    private readonly text: NoteText,
    private readonly effects: EffectQueues,
  ) {}

  async deliver(intent: NoteIntent, run: Run): Promise<Next> {
    if (intent.sentAt > 0) {
      const found = await this.lookFor(intent, run);
      if (found !== 'absent') return found;
    }
    return this.post(intent, run);
  }

  private async lookFor(intent: NoteIntent, run: Run): Promise<Next | 'absent'> {
    const unsettledMs = intent.settledAt - intent.now;
    if (unsettledMs > SETTLE_IN_JOB_MS) return this.later(run, unsettledMs, 'unknown', false);
    if (unsettledMs > 0) return { laterMs: unsettledMs };
    const outcome = await this.calls.make(() => this.intercom.getConversation(intent.conversationId, run.abort), {
      class: 'read',
      operation: 'read',
      attempts: intent.tries,
      stopping: run.stopping,
    });
    if (outcome.did === 'cancel') return 'stop';
    if (outcome.did === 'defer') return this.later(run, outcome.ms, 'read', false);
    if (outcome.did === 'fail') return this.afterFailure(intent, run, outcome.decision, 'read');
    const note = findNote(outcome.response.body, { adminId: this.settings.INTERCOM_ADMIN_ID, ref: intent.ref });
    return note ? this.record(intent, run, note.partId, note.copies) : 'absent';
  }

  private async post(intent: NoteIntent, run: Run): Promise<Next> {
    await checkpoint('intended');
    const html = this.text.htmlOf(intent);
    let armed: 'armed' | 'fenced' | 'held' = 'fenced';
    const outcome = await this.calls.make(() => this.intercom.postNote(intent.conversationId, html, run.abort), {
      class: intent.kind === 'summary' || intent.kind === 'stream-summary' ? 'summary' : 'note',
      operation: 'note',
      attempts: intent.tries,
      stopping: run.stopping,
      last: async () => {
        await checkpoint('token');
        armed = await this.arm(intent, run);
        return armed === 'armed';
      },
    });
    await checkpoint('posted');
    if (outcome.did === 'cancel') return 'stop';
    if (outcome.did === 'defer') return this.later(run, outcome.ms, 'unsent', false);
    if (outcome.did === 'fail')
      return this.afterFailure(intent, run, outcome.decision, outcome.error.kind === 'http' ? 'answered' : 'unknown');
    const note = findNote(outcome.response.body, { adminId: this.settings.INTERCOM_ADMIN_ID, ref: intent.ref });
    if (note) return this.record(intent, run, note.partId, note.copies);
    // A 200 without our note in it: it is looked for, never guessed.
    this.logger.warn({ sessionKey: run.sessionKey, ref: intent.ref, outcome: 'answer_without_our_note' });
    return this.later(run, 1_000, 'answered', true);
  }

  /** Armed late (the process was stopped in between) is not armed: the stamp must be of this moment. */
  private async arm(intent: NoteIntent, run: Run): Promise<'armed' | 'fenced' | 'held'> {
    for (;;) {
      const asked = performance.now();
      const answer = await this.sessions.arm(run.sessionKey, intent.ref, run.owner);
      await checkpoint('armed');
      if (answer !== 'armed' || performance.now() - asked < 1_000) return answer;
    }
  }

  private async record(intent: NoteIntent, run: Run, partId: string, copies: string[]): Promise<Next> {
    const { result, summary, redact } = await this.sessions.commit(run.sessionKey, intent.ref, partId);
    const ours = [...redact];
    for (const copy of copies) ours.push(...(await this.sessions.commit(run.sessionKey, intent.ref, copy)).redact);
    await checkpoint('committed');
    this.logger.log({
      sessionKey: run.sessionKey,
      conversationId: intent.conversationId,
      ref: intent.ref,
      kind: intent.kind,
      partId,
      outcome: result,
      tries: intent.tries,
    });
    if (summary !== null) await this.effects.summarise({ sessionKey: run.sessionKey, summary });
    await this.effects.redact(run.sessionKey, intent.conversationId, [...new Set(ours)]);
    return result === 'done' ? 'stop' : 'again';
  }

  private async afterFailure(
    intent: NoteIntent,
    run: Run,
    decision: Decision,
    outcome: 'answered' | 'unknown' | 'read',
  ): Promise<Next> {
    switch (decision.do) {
      case 'wait':
        return this.later(run, decision.ms, outcome === 'read' ? 'read' : 'unsent', false);
      case 'pause':
        return this.later(run, 1_000, outcome === 'read' ? 'read' : 'unsent', false);
      case 'retry':
        return this.later(
          run,
          decision.afterMs,
          outcome === 'read' ? 'read' : decision.ambiguous ? outcome : 'unsent',
          true,
        );
      case 'confirm-gone':
        return this.confirmGone(intent, run, decision.reason);
      case 'gone':
      case 'done':
        return this.end(run, decision.reason);
      case 'fail':
        return this.bury(intent, run, decision.reason);
    }
  }

  private async confirmGone(intent: NoteIntent, run: Run, reason: string): Promise<Next> {
    const outcome = await this.calls.make(() => this.intercom.getConversation(intent.conversationId, run.abort), {
      class: 'read',
      operation: 'read',
      attempts: intent.tries,
      stopping: run.stopping,
    });
    if (outcome.did === 'fail' && outcome.decision.do === 'gone') return this.end(run, reason);
    return this.later(run, outcome.did === 'defer' ? outcome.ms : 5_000, 'unsent', outcome.did === 'answer');
  }

  private async end(run: Run, reason: string): Promise<Next> {
    await this.sessions.endSession(run.sessionKey, run.owner);
    this.logger.warn({ sessionKey: run.sessionKey, outcome: 'conversation_gone', reason });
    return 'stop';
  }

  private async bury(intent: NoteIntent, run: Run, reason: string): Promise<Next> {
    const { sessionKey } = run;
    if (!(await this.sessions.bury(sessionKey, intent.ref, run.owner, reason))) return 'stop';
    this.logger.error({ sessionKey, ref: intent.ref, outcome: 'dead_letter', reason });
    await this.effects.bury({ sessionKey, ref: intent.ref, reason });
    return 'again';
  }

  private async later(
    run: Run,
    ms: number,
    outcome: 'unsent' | 'unknown' | 'answered' | 'read',
    spent: boolean,
  ): Promise<Next> {
    return (await this.sessions.defer(run.sessionKey, run.owner, ms, outcome, spent)) ? { laterMs: ms } : 'stop';
  }
}
