import { Injectable } from '@nestjs/common';
import {
  decide,
  IntercomError,
  RateGate,
  waitForTurn,
  type CallClass,
  type Decision,
  type IntercomResponse,
  type Operation,
  type WaitedTurn,
} from '@app/intercom';
import { Telemetry } from '@app/telemetry';

const since = (start: number) => Math.round(performance.now() - start);

/** Longest wait for a rate-limit token inside a job: one window. Beyond it the job is handed back with a planned time. */
const PATIENCE_MS = 10_500;

export type CallOutcome =
  | { did: 'answer'; response: IntercomResponse }
  /** Nothing was sent: no token within reach, or sending is paused. */
  | { did: 'defer'; ms: number; reason: string }
  /** Nothing was sent: `last` said no. */
  | { did: 'cancel' }
  | { did: 'fail'; error: IntercomError; decision: Decision };

interface CallOptions {
  class: CallClass;
  operation: Operation;
  /** Failures of this operation so far. */
  attempts: number;
  stopping: AbortSignal;
  /** The last word, with the token in hand and directly before the request. */
  last?: () => Promise<boolean>;
}

/**
 * Every call to Intercom goes through here: token of the shared budget, last word, request, and what its answer teaches the gate.
 * A 429 holds everybody until the reset; a refusal of credentials pauses all sending until a probe gets through.
 */
@Injectable()
export class IntercomCalls {
  constructor(
    private readonly gate: RateGate,
    private readonly telemetry: Telemetry,
  ) {}

  async make(call: () => Promise<IntercomResponse>, options: CallOptions): Promise<CallOutcome> {
    const turn = await this.turn(options);
    if (!turn.ok) return { did: 'defer', ms: turn.deferMs, reason: turn.reason };
    if (options.last && !(await options.last())) return { did: 'cancel' };
    const asked = performance.now();
    try {
      const response = await call();
      const { operation } = options;
      this.telemetry.record({
        what: 'intercom_call',
        operation,
        outcome: 'ok',
        status: response.status,
        ms: since(asked),
      });
      if (response.rate) await this.gate.observe(response.rate);
      if (turn.probe) await this.gate.resume();
      return { did: 'answer', response };
    } catch (error) {
      if (!(error instanceof IntercomError)) throw error;
      return { did: 'fail', error, decision: await this.learn(error, options, turn.probe, since(asked)) };
    }
  }

  private async turn({
    class: cls,
    stopping,
  }: CallOptions): Promise<WaitedTurn | { ok: false; deferMs: number; reason: 'stopping' }> {
    try {
      return await waitForTurn(this.gate, cls, { signal: stopping, maxWaitMs: PATIENCE_MS });
    } catch (error) {
      if (stopping.aborted) return { ok: false, deferMs: 0, reason: 'stopping' };
      throw error;
    }
  }

  private async learn(error: IntercomError, options: CallOptions, probe: boolean, ms: number): Promise<Decision> {
    if (error.rate) await this.gate.observe(error.rate);
    const decision = decide(options.operation, error, options.attempts);
    if (decision.do === 'wait') await this.gate.ban(Date.now() + decision.ms, decision.reason);
    // Whether a token is taken again, any call shows; a scope or an admin id, only one that needs them.
    else if (decision.do === 'pause')
      await this.gate.pause(decision.reason, error.status === 401 ? undefined : options.class);
    else if (probe && error.kind === 'http' && (error.status ?? 500) < 500) await this.gate.resume();
    const { kind, status } = error;
    this.telemetry.record({
      what: 'intercom_call',
      operation: options.operation,
      outcome: decision.do,
      status,
      kind,
      reason: decision.reason,
      ms,
    });
    return decision;
  }
}
