import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ConversationContact } from '@app/conversations';
import { Telemetry } from '@app/telemetry';
import { decide, type Decision, type Operation } from './decide';
import type { ConversationPage, ConversationSeen, DeskOffer, FoundNote, NoteBody, Seen, SoughtNote } from './desk';
import { Desk } from './desk';
import { DeskError } from './desk.error';
import type { Asking } from './last-word';
import type { CallClass } from './gate.types';
import { RateGate } from './rate-gate';
import { waitForTurn, type WaitedTurn } from './wait-for-turn';

/** What follows from a failed call, with what the gate knows of others. */
export type Verdict =
  | Exclude<Decision, { do: 'refused' | 'pause' }>
  /** Calls of this kind are paused: come back when they go on, or after others had their try; no attempt spent. `ambiguous` as for a retry. */
  | { do: 'pause'; afterMs: number; reason: string; ambiguous: boolean }
  /** Only this conversation waits; no attempt spent. */
  | { do: 'hold'; afterMs: number; reason: string };

export type CallOutcome<T = unknown> =
  | { did: 'answer'; value: T }
  /** Nothing was sent: no token within reach, such calls are `paused`, or the desk has none of them (`not_offered`). */
  | { did: 'defer'; ms: number; reason: string }
  /** Nothing was sent: the last word was no. */
  | { did: 'cancel' }
  | { did: 'fail'; error: DeskError; verdict: Verdict };

export interface CallOptions {
  /** Failures of this operation so far. */
  attempts?: number;
  /** Ends the wait for a turn. */
  stopping?: AbortSignal;
  /** Ends a call under way. */
  abort?: AbortSignal;
  /** Longest wait for a token of the budget, ms. One window where it is not given. */
  patienceMs?: number;
  /** Redis gives the turn within so long, ms, or no call is made: for who cannot wait for Redis. */
  turnWithinMs?: number;
  /** This process may have another token than the others: its refusal stops nobody, unless it was the probe. */
  alone?: boolean;
  /** The read proves what a browser said: it comes after everything else. */
  claim?: boolean;
  /** The last word, said in one step with the turn. */
  last?: Asking;
  /** Directly before the request: whether that step, asked for at `askedAt` by `performance.now()`, is still of this moment. */
  still?: (askedAt: number) => Promise<boolean>;
}

interface Call<T> {
  class: CallClass;
  operation: Operation;
  /** '': a call that is of no conversation; its refusal (of a scope) stops nobody else. */
  conversationId: string;
  send: () => Promise<Seen<T>>;
}

const PATIENCE_MS = 10_500;
/** In times between probes: who was refused comes back behind the others. */
const AFTER_OTHERS = 1.25;
const since = (start: number) => Math.round(performance.now() - start);

/**
 * The one door to the desk: token of the shared budget, last word, request, and what its answer teaches the gate. A spent budget holds
 * everybody until the reset, a refused token pauses everything, another refusal its own kind of call, an outage all that it may be of.
 * Every call is told. Rejects with what Redis throws, never with a `DeskError`.
 */
@Injectable()
export class DeskCalls {
  constructor(
    private readonly desk: Desk,
    private readonly gate: RateGate,
    private readonly telemetry: Telemetry,
  ) {}

  /** Whether this process can make calls. */
  get configured(): boolean {
    return this.desk.configured;
  }

  /** Whether the desk has this call: who needs one that it has not does without. */
  offers(call: DeskOffer): boolean {
    return this.desk[call] !== undefined;
  }

  postNote(
    { conversationId, note, summary }: { conversationId: string; note: NoteBody; summary: boolean },
    options: CallOptions,
  ): Promise<CallOutcome<FoundNote | null>> {
    const send = () => this.desk.postNote(conversationId, note, options.abort);
    return this.make({ class: summary ? 'summary' : 'note', operation: 'note', conversationId, send }, options);
  }

  redact(conversationId: string, noteId: string, options: CallOptions): Promise<CallOutcome<void>> {
    const send = () => this.desk.redact(conversationId, noteId, options.abort);
    return this.make({ class: 'redaction', operation: 'redaction', conversationId, send }, options);
  }

  findNote(
    conversationId: string,
    sought: SoughtNote,
    options: CallOptions = {},
  ): Promise<CallOutcome<FoundNote | null>> {
    return this.read(conversationId, this.desk.findNote?.bind(this.desk, conversationId, sought), options);
  }

  conversation(conversationId: string, options: CallOptions = {}): Promise<CallOutcome<ConversationSeen>> {
    return this.read(conversationId, this.desk.readConversation?.bind(this.desk, conversationId), options);
  }

  contact(contactId: string, options: CallOptions = {}): Promise<CallOutcome<ConversationContact>> {
    return this.read('', this.desk.readContact?.bind(this.desk, contactId), options);
  }

  changedSince(
    sinceMs: number,
    cursor: string | null,
    options: CallOptions = {},
  ): Promise<CallOutcome<ConversationPage>> {
    return this.read('', this.desk.changedSince?.bind(this.desk, sinceMs, cursor), options);
  }

  /** Whether the desk answers: of this conversation, where one is named. */
  ping(conversationId: string | null, options: CallOptions = {}): Promise<CallOutcome<void>> {
    return this.read(conversationId ?? '', this.desk.ping?.bind(this.desk, conversationId), options);
  }

  private async read<T>(
    conversationId: string,
    call: ((signal?: AbortSignal) => Promise<Seen<T>>) | undefined,
    options: CallOptions,
  ): Promise<CallOutcome<T>> {
    if (!call) return { did: 'defer', ms: 0, reason: 'not_offered' };
    const send = () => call(options.abort);
    return this.make({ class: options.claim ? 'claim' : 'read', operation: 'read', conversationId, send }, options);
  }

  private async make<T>(call: Call<T>, options: CallOptions): Promise<CallOutcome<T>> {
    const turn = await this.turn(call, options);
    if (!turn.ok) {
      if (turn.reason === 'no_word') return { did: 'cancel' };
      return { did: 'defer', ms: turn.deferMs, reason: turn.reason };
    }
    if (options.still && !(await options.still(turn.askedAt ?? 0))) return { did: 'cancel' };
    const asked = performance.now();
    const { operation, conversationId } = call;
    try {
      const { value, status, rate } = await call.send();
      this.telemetry.record({ what: 'intercom_call', operation, outcome: 'ok', status, ms: since(asked) });
      if (rate) await this.gate.observe(rate);
      await this.gate.passed(call.class, { probe: turn.probe, conversationId });
      return { did: 'answer', value };
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      const ms = since(asked);
      const verdict = await this.learn(error, call, options, turn.probe);
      const { kind, status } = error;
      const { do: outcome, reason } = verdict;
      this.telemetry.record({ what: 'intercom_call', operation, outcome, status, kind, reason, ms });
      return { did: 'fail', error, verdict };
    }
  }

  private async turn(
    { class: cls }: Call<unknown>,
    { stopping, patienceMs = PATIENCE_MS, turnWithinMs, last }: CallOptions,
  ): Promise<WaitedTurn | { ok: false; deferMs: number; reason: 'stopping' | 'no_turn' }> {
    const turn = waitForTurn(this.gate, cls, { signal: stopping, maxWaitMs: patienceMs, last });
    if (turnWithinMs !== undefined) return Promise.race([turn, noTurn(turnWithinMs)]);
    try {
      return await turn;
    } catch (error) {
      if (stopping?.aborted) return { ok: false, deferMs: 0, reason: 'stopping' };
      throw error;
    }
  }

  private async learn(error: DeskError, call: Call<unknown>, options: CallOptions, probe: boolean): Promise<Verdict> {
    if (error.rate) await this.gate.observe(error.rate);
    const decision = decide(call.operation, error, options.attempts ?? 0);
    const { reason } = decision;
    switch (decision.do) {
      case 'wait':
        await this.gate.ban(Date.now() + decision.ms, reason);
        return decision;
      case 'pause':
        if (options.alone && !probe) return this.paused(reason);
        if (decision.stops === 'all') await this.gate.pause(reason);
        else await this.gate.refused(call.class, reason);
        return this.paused(reason);
      case 'refused':
        return this.refused(reason, call);
      case 'retry':
      case 'fail':
        return this.broken(decision, error, call, probe);
    }
    await this.gate.passed(call.class, { probe, conversationId: call.conversationId });
    return decision;
  }

  /** A call that broke may be an outage's; one that the desk turned down for what it asked is a sign of life; our own abort is neither. */
  private async broken(
    decision: Extract<Decision, { do: 'retry' | 'fail' }>,
    { failure }: DeskError,
    { class: cls, conversationId }: Call<unknown>,
    probe: boolean,
  ): Promise<Verdict> {
    if (failure.is !== 'unsent' && failure.is !== 'unknown') await this.gate.passed(cls, { probe, conversationId });
    else if (!failure.ours && (await this.gate.failed(cls, decision.reason, conversationId)))
      return this.paused(decision.reason, decision.ambiguous);
    return decision;
  }

  private paused(reason: string, ambiguous = false): Verdict {
    return { do: 'pause', afterMs: Math.round(this.gate.probeEveryMs * AFTER_OTHERS), reason, ambiguous };
  }

  /** A call of no conversation (a search, a contact) is refused for itself: it stops nobody. */
  private async refused(reason: string, { class: cls, conversationId }: Call<unknown>): Promise<Verdict> {
    const whose = conversationId === '' ? 'own' : await this.gate.refused(cls, reason, conversationId);
    if (whose === 'own') return { do: 'fail', reason, ambiguous: false };
    if (whose === 'paused') return this.paused(reason);
    return { do: 'hold', afterMs: this.gate.probeEveryMs, reason };
  }
}

const noTurn = async (ms: number) => {
  await sleep(ms, undefined, { ref: false });
  return { ok: false, deferMs: 0, reason: 'no_turn' } as const;
};
