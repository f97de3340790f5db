import { checkpoint } from '@app/checkpoint';
import { type CallOutcome, type DeskCalls, type FoundNote, isOver } from '@app/desk';
import type { FlushStore, NoteIntent, PostKnowledge } from '@app/sessions';
import {
  afterDeferral,
  afterFailure,
  later,
  mayBeStored,
  type NoteStep,
  retry,
  SOON_MS,
  type Tried,
} from './note.decision';
import type { Next, NoteInSession, Run } from './note.session';
import type { RenderedNote } from './note.text';

/** Longest wait inside a job for an earlier POST to settle. */
const SETTLE_IN_JOB_MS = 3_000;
/** An armed run that was stopped for longer than this before its request arms again. */
const ARMED_FOR_MS = 1_000;

/** One intended note at the desk: looked for, posted, and what came of it handed to its session. */
export class NoteAttempt {
  private readonly tried: Tried;
  /** By which our note is told from others: of what was sent last, or is about to be. */
  private print: string;

  constructor(
    private readonly intent: NoteIntent,
    private readonly run: Run,
    private readonly session: NoteInSession,
    private readonly desk: DeskCalls,
    private readonly sessions: FlushStore,
  ) {
    this.print = intent.print;
    this.tried = { ...intent, searchable: desk.offers('findNote') };
  }

  /** An intent that may have been posted. */
  async lookFor(): Promise<Next | 'absent'> {
    const unsettledMs = this.intent.settledAt - this.intent.now;
    if (unsettledMs > SETTLE_IN_JOB_MS) return this.follow(later(unsettledMs, 'unknown', 'unsettled'));
    if (unsettledMs > 0) return { laterMs: unsettledMs };
    const outcome = await this.read();
    if (outcome.did === 'cancel') return 'stop';
    if (outcome.did === 'defer') return this.follow(afterDeferral(outcome, 'read'));
    if (outcome.did === 'fail') return this.follow(afterFailure(this.tried, outcome.verdict, 'read'));
    return outcome.value ? this.session.commit(outcome.value, 'found') : 'absent';
  }

  async post(note: RenderedNote): Promise<Next> {
    await checkpoint('intended');
    this.print = note.print;
    const { conversationId, kind, tries, sentAt, ref } = this.intent;
    const { sessionKey, owner, stopping, abort } = this.run;
    const summary = kind === 'summary' || kind === 'stream-summary';
    const outcome = await this.desk.postNote(
      { conversationId, note: { ...note, ref }, summary },
      {
        ...{ attempts: tries, stopping, abort },
        last: { word: this.sessions.lastWord, args: [sessionKey, ref, owner, this.print] },
        still: (askedAt) => this.stillArmed(askedAt),
      },
    );
    await checkpoint('posted');
    if (outcome.did === 'cancel') return this.session.fenced();
    // Nothing was sent now; an earlier try that was not found is looked for again all the same.
    if (outcome.did === 'defer') return this.follow(afterDeferral(outcome, sentAt > 0 ? 'read' : 'unsent'));
    if (outcome.did === 'fail') {
      const known: PostKnowledge = isOver(outcome.error) ? 'answered' : 'unknown';
      return this.follow(afterFailure(this.tried, outcome.verdict, known));
    }
    const stored = sentAt > 0 ? await this.withCopies(outcome.value) : outcome.value;
    if (stored) return this.session.commit(stored, 'posted');
    // A 200 without our note in it: it is looked for, never guessed.
    return this.follow(mayBeStored(this.tried, SOON_MS, 'answered', 'our note is not in the answer'));
  }

  private follow(step: NoteStep): Promise<Next> {
    return step.do === 'confirm-gone' ? this.confirmGone(step.reason) : this.session.take(step);
  }

  /** The conversation is read once more before its session is ended. */
  private async confirmGone(reason: string): Promise<Next> {
    const outcome = await this.read();
    if (outcome.did === 'fail' && outcome.verdict.do === 'gone') return this.session.take({ do: 'end', reason });
    if (outcome.did === 'answer') return this.follow(retry(this.tried, SOON_MS, 'unsent', reason));
    return this.follow(later(outcome.did === 'defer' ? outcome.ms : SOON_MS, 'unsent', reason));
  }

  /** After a second POST of a note: the whole conversation, in which the first may have arrived late all the same. */
  private async withCopies(answer: FoundNote | null): Promise<FoundNote | null> {
    if (!this.tried.searchable) return answer;
    const outcome = await this.read();
    return (outcome.did === 'answer' && outcome.value) || answer;
  }

  /** The run was armed with its turn. One that was stopped since then is armed once more: the stamp must be of this moment. */
  private async stillArmed(askedAt: number): Promise<boolean> {
    await checkpoint('armed');
    const { sessionKey, owner } = this.run;
    for (let asked = askedAt; performance.now() - asked >= ARMED_FOR_MS;) {
      asked = performance.now();
      if ((await this.sessions.arm(sessionKey, this.intent.ref, owner, this.print)) !== 'armed') return false;
    }
    return true;
  }

  private read(): Promise<CallOutcome<FoundNote | null>> {
    const { conversationId, ref, tries } = this.intent;
    const { stopping, abort } = this.run;
    return this.desk.findNote(conversationId, { ref, print: this.print }, { attempts: tries, stopping, abort });
  }
}
