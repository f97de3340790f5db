import { Injectable } from '@nestjs/common';
import { decide, IntercomError, type IntercomResponse, RateGate, waitForTurn } from '@app/intercom';
import { Telemetry } from '@app/telemetry';

/** Intercom cannot be asked now; the search is made again later. */
export class SearchCutOff extends Error {}

const PATIENCE_MS = 10_500;
const since = (start: number) => Math.round(performance.now() - start);

/** Reads within the shared budget. Unlike the calls that deliver notes, a refused search does not stop everybody: only a refused token does. */
@Injectable()
export class MissedWebhooksReader {
  constructor(
    private readonly gate: RateGate,
    private readonly telemetry: Telemetry,
  ) {}

  /**
   * Null: what was asked for does not exist.
   * @throws SearchCutOff
   */
  async read(call: () => Promise<IntercomResponse>, signal: AbortSignal): Promise<Record<string, unknown> | null> {
    const turn = await waitForTurn(this.gate, 'read', { signal, maxWaitMs: PATIENCE_MS });
    if (!turn.ok) throw new SearchCutOff(`no turn to ask Intercom: ${turn.reason}`);
    const asked = performance.now();
    try {
      const { status, body, rate } = await call();
      this.tell('ok', since(asked), { status });
      if (rate) await this.gate.observe(rate);
      if (turn.probe) await this.gate.resume();
      return body;
    } catch (error) {
      if (!(error instanceof IntercomError)) throw error;
      const { status, kind, rate } = error;
      const decision = decide('read', error, 0);
      this.tell(decision.do, since(asked), { status, kind, reason: decision.reason });
      if (rate) await this.gate.observe(rate);
      if (decision.do === 'wait') await this.gate.ban(Date.now() + decision.ms, decision.reason);
      if (decision.do === 'pause' && status === 401) await this.gate.pause(decision.reason);
      else if (decision.do === 'pause' && turn.probe) await this.gate.pause(decision.reason, 'read');
      if (decision.do === 'gone') return null;
      throw new SearchCutOff(decision.reason);
    }
  }

  private tell(
    outcome: 'ok' | ReturnType<typeof decide>['do'],
    ms: number,
    more: { status?: number; kind?: string; reason?: string },
  ): void {
    this.telemetry.record({ what: 'intercom_call', operation: 'read', outcome, ms, ...more });
  }
}
