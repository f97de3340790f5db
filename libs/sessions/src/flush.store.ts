import { Injectable } from '@nestjs/common';
import { SessionConnection } from './session.connection';
import { lastWordOf } from './session.scripts';
import type { CommitResult, FlushStep, NoteKind } from './session.types';

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

  /** Makes this run the owner. The next note keeps its ref and range until it is committed, buried or given up. */
  async begin(sessionKey: string, generation: number, owner: string, freshRef: string): Promise<FlushStep> {
    const [what, ...rest] = (await this.run('begin', sessionKey, generation, owner, freshRef)) as [
      string,
      ...(string | number)[],
    ];
    if (what === 'stop') return { do: 'stop' };
    if (what === 'wait') return { do: 'wait', ms: Number(rest[0]) };
    const [
      ref,
      kind,
      conversationId,
      sessionId,
      began,
      sent,
      settled,
      tries,
      bins,
      now,
      failed,
      failure,
      print,
      made,
      since,
      ...items
    ] = rest;
    return {
      do: 'post',
      ref: String(ref),
      kind: kind as NoteKind,
      conversationId: String(conversationId),
      sessionId: String(sessionId),
      sessionBeganAt: Number(began),
      sentAt: Number(sent),
      settledAt: Number(settled),
      tries: Number(tries),
      failure: String(failure),
      binned: bins === 1,
      now: Number(now),
      failedAt: Number(failed) || null,
      print: String(print),
      madeAt: Number(made),
      coversSince: Number(since) || null,
      items: items.map(String),
    };
  }

  /** The last word before the request once more. `print`: of the note that is about to be sent. */
  async arm(sessionKey: string, ref: string, owner: string, print = ''): Promise<'armed' | 'fenced' | 'held'> {
    const answer = (await this.run('arm', sessionKey, ref, owner, print)) as number;
    return answer === 1 ? 'armed' : answer === -1 ? 'held' : 'fenced';
  }

  async commit(sessionKey: string, ref: string, partId: string): Promise<CommitResult> {
    const [result, summary, ...redact] = (await this.run('commit', sessionKey, ref, partId)) as [
      CommitResult['result'],
      number,
      ...string[],
    ];
    return { result, summary: summary < 0 ? null : summary, redact };
  }

  /** Plans the next try. `failure`: why an attempt was used up, null: none was. False: another run owns the session. */
  async defer(
    sessionKey: string,
    owner: string,
    ms: number,
    known: PostKnowledge,
    failure: string | null,
  ): Promise<boolean> {
    const planned = Math.max(0, Math.round(ms));
    const spent = failure === null ? 0 : 1;
    return (await this.run('defer', sessionKey, owner, planned, known, spent, failure ?? '')) === 1;
  }

  /** Such calls are paused: the session waits, without a job, for `PauseStore.wake`. False: another run owns it. */
  async park(sessionKey: string, owner: string, waitsFor: 'note' | 'read', known: PostKnowledge): Promise<boolean> {
    return (await this.run('park', sessionKey, owner, waitsFor, known)) === 1;
  }

  /** The note becomes a dead letter; its job is the caller's. False: another run owns the session. */
  bury = async (sessionKey: string, ref: string, owner: string, reason: string): Promise<boolean> =>
    (await this.run('bury', sessionKey, ref, owner, reason)) === 1;

  /** The text of this intent is gone. False: another run owns the session. */
  voidIntent = async (sessionKey: string, ref: string, owner: string): Promise<boolean> =>
    (await this.run('voidIntent', sessionKey, ref, owner)) === 1;

  /** The conversation is gone: what waits is dropped. False: another run owns the session. */
  endSession = async (sessionKey: string, owner = ''): Promise<boolean> =>
    (await this.run('endSession', sessionKey, owner)) === 1;
}
