import { Injectable, Logger } from '@nestjs/common';
import { DeskCalls, type Verdict } from '@app/desk';
import type { RedactJob } from '@app/queues';
import { RedactionStore } from '@app/sessions';
import { Telemetry } from '@app/telemetry';
import { Halted, Postponed, Refused, type Handler, type HandlerContext } from './worker.fleet';

/** Longest wait before an erasure's redaction is tried again. */
const OWED_EVERY_MS = 25_000;

const isDone = (verdict: Verdict) => verdict.do === 'done' || verdict.do === 'confirm-gone' || verdict.do === 'gone';

function owedAfterMs(verdict: Verdict): number {
  if (verdict.do === 'wait') return verdict.ms;
  return 'afterMs' in verdict ? Math.min(OWED_EVERY_MS, verdict.afterMs) : OWED_EVERY_MS;
}

/**
 * redactions: blanks one part that is recorded and covered, or owed to an erasure: Redis says so, a job alone is no reason. Idempotent: a
 * part that is blank or unknown to the desk already is done.
 */
@Injectable()
export class RedactHandler implements Handler<RedactJob> {
  private readonly logger = new Logger('Redactions');

  constructor(
    private readonly redactions: RedactionStore,
    private readonly desk: DeskCalls,
    private readonly telemetry: Telemetry,
  ) {}

  async handle(
    { sessionKey, conversationId, partId }: RedactJob,
    { stopping, abort, attempts }: HandlerContext,
  ): Promise<void> {
    const allowed = await this.redactions.redactable(sessionKey, partId, conversationId);
    if (allowed !== 'yes') {
      const outcome = allowed === 'dropped' ? 'dropped' : 'not_recorded';
      if (outcome === 'not_recorded') this.logger.warn({ outcome, sessionKey, conversationId, partId });
      this.telemetry.record({ what: 'redaction', sessionKey, conversationId, partId, outcome });
      return;
    }
    const outcome = await this.desk.redact(conversationId, partId, { attempts, stopping, abort });
    if (outcome.did === 'defer') throw outcome.reason === 'paused' ? new Halted(outcome.ms) : new Postponed(outcome.ms);
    const about = { what: 'redaction', sessionKey, conversationId, partId } as const;
    if (outcome.did === 'fail') {
      const { verdict, error } = outcome;
      const { reason } = verdict;
      // What an erasure owes is never given up, whatever the desk says.
      if (!isDone(verdict) && (await this.redactions.owes(partId))) {
        this.telemetry.record({ ...about, outcome: 'retried', reason });
        throw new Postponed(owedAfterMs(verdict));
      }
      if (verdict.do === 'wait') throw new Postponed(verdict.ms);
      // Behind the others, which are let try before it does once more.
      if (verdict.do === 'pause' || verdict.do === 'hold') throw new Postponed(verdict.afterMs);
      if (verdict.do === 'retry' || verdict.do === 'fail') {
        this.telemetry.record({ ...about, outcome: verdict.do === 'retry' ? 'retried' : 'failed', reason });
        throw verdict.do === 'retry' ? error : new Refused(reason);
      }
      this.telemetry.record({ ...about, outcome: 'was_gone', reason });
    } else this.telemetry.record({ ...about, outcome: 'redacted' });
    await this.redactions.redacted(sessionKey, partId);
  }
}
