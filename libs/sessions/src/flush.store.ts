import { Injectable } from '@nestjs/common';
import { SessionConnection } from './session.connection';
import { lastWordOf } from './session.scripts';
import type { CommitResult, FlushStep } from './session.types';

/**
 * What is known of the POST after an attempt: `unsent`: certainly not stored; `unknown`: may be stored until it is settled; `answered`:
 * the call is over, but may have been stored; `read`: only the look-up failed.
 */
export type PostKnowledge = 'unsent' | 'unknown' | 'answered' | 'read';

/** One note of a session after the other, by the run of a flush that owns the session: a run that lost it is told so at each step. */
@Injectable()
export class FlushStore {
  /** As `arm`, asked in one step with the turn, for `DeskCalls`; its arguments are those of `arm`. */
  readonly lastWord: ReturnType<typeof lastWordOf>;
  private readonly run: SessionConnection['run'];

  constructor({ run, rules }: SessionConnection) {
    this.run = run;
    this.lastWord = lastWordOf(rules);
  }

  /** Makes this run the owner. The next note keeps its ref and range until it is committed, a dead letter or given up. */
  begin = (sessionKey: string, generation: number, owner: string, freshRef: string): Promise<FlushStep> =>
    this.run('begin', sessionKey, generation, owner, freshRef);

  /** The last word before the request once more. `print`: of the note that is about to be sent. */
  async arm(sessionKey: string, ref: string, owner: string, print = ''): Promise<'armed' | 'fenced' | 'held'> {
    const answer = await this.run('arm', sessionKey, ref, owner, print);
    return answer === 1 ? 'armed' : answer === -1 ? 'held' : 'fenced';
  }

  commit = (sessionKey: string, ref: string, partId: string): Promise<CommitResult> =>
    this.run('commit', sessionKey, ref, partId);

  /** Plans the next try. `failure`: why an attempt was used up, null: none was. False: another run owns the session. */
  defer(sessionKey: string, owner: string, ms: number, known: PostKnowledge, failure: string | null): Promise<boolean> {
    const planned = Math.max(0, Math.round(ms));
    const spent = failure === null ? 0 : 1;
    return this.run('defer', sessionKey, owner, planned, known, spent, failure ?? '');
  }

  /** Such calls are paused: the session waits, without a job, for `PauseStore.wake`. False: another run owns it. */
  park(sessionKey: string, owner: string, waitsFor: 'note' | 'read', known: PostKnowledge): Promise<boolean> {
    return this.run('park', sessionKey, owner, waitsFor, known);
  }

  /** The note becomes a dead letter; its job is the caller's. False: another run owns the session. */
  deadLetter = (sessionKey: string, ref: string, owner: string, reason: string): Promise<boolean> =>
    this.run('deadLetter', sessionKey, ref, owner, reason);

  /** The text of this intent is gone. False: another run owns the session. */
  voidIntent = (sessionKey: string, ref: string, owner: string): Promise<boolean> =>
    this.run('voidIntent', sessionKey, ref, owner);

  /** The conversation is gone: what waits is dropped. False: another run owns the session. */
  endSession = (sessionKey: string, owner = ''): Promise<boolean> => this.run('endSession', sessionKey, owner);
}
