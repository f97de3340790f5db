import { Injectable, Logger } from '@nestjs/common';
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
  private readonly logger = new Logger('Intercom');

  constructor(private readonly gate: RateGate) {}

  async make(call: () => Promise<IntercomResponse>, options: CallOptions): Promise<CallOutcome> {
    const turn = await this.turn(options);
    if (!turn.ok) return { did: 'defer', ms: turn.deferMs, reason: turn.reason };
    if (options.last && !(await options.last())) return { did: 'cancel' };
    try {
      const response = await call();
      if (response.rate) await this.gate.observe(response.rate);
      if (turn.probe) await this.gate.resume();
      return { did: 'answer', response };
    } catch (error) {
      if (!(error instanceof IntercomError)) throw error;
      return { did: 'fail', error, decision: await this.learn(error, options, turn.probe) };
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

  private async learn(error: IntercomError, options: CallOptions, probe: boolean): Promise<Decision> {
    if (error.rate) await this.gate.observe(error.rate);
    const decision = decide(options.operation, error, options.attempts);
    if (decision.do === 'wait') await this.gate.ban(Date.now() + decision.ms, decision.reason);
    else if (decision.do === 'pause') await this.gate.pause(decision.reason, options.class);
    else if (probe && error.kind === 'http' && (error.status ?? 500) < 500) await this.gate.resume();
    this.logger.warn({
      call: options.operation,
      kind: error.kind,
      status: error.status,
      code: error.code,
      decision: decision.do,
      reason: decision.reason,
    });
    return decision;
  }
}
