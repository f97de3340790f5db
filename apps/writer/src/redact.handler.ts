import { Injectable, Logger } from '@nestjs/common';
import { IntercomClient } from '@app/intercom';
import type { RedactJob } from '@app/queues';
import { SessionStore } from '@app/sessions';
import { IntercomCalls } from './intercom.calls';
import { Postponed, type Handler, type HandlerContext } from './worker.fleet';

/** redactions: blanks one recorded part. Idempotent: a part that is blank or unknown already is done. */
@Injectable()
export class RedactHandler implements Handler<RedactJob> {
  private readonly logger = new Logger('Redactions');

  constructor(
    private readonly sessions: SessionStore,
    private readonly intercom: IntercomClient,
    private readonly calls: IntercomCalls,
  ) {}

  async handle(
    { sessionKey, conversationId, partId }: RedactJob,
    { stopping, abort, attempts }: HandlerContext,
  ): Promise<void> {
    const outcome = await this.calls.make(() => this.intercom.redact(conversationId, partId, abort), {
      class: 'redaction',
      operation: 'redaction',
      attempts,
      stopping,
    });
    if (outcome.did === 'defer') throw new Postponed(outcome.ms);
    if (outcome.did === 'fail') {
      const { decision, error } = outcome;
      if (decision.do === 'wait') throw new Postponed(decision.ms);
      if (decision.do === 'pause') throw new Postponed(1_000);
      if (decision.do === 'retry' || decision.do === 'fail') throw error;
    }
    await this.sessions.redacted(sessionKey, partId);
    this.logger.log({ sessionKey, conversationId, partId, outcome: 'redacted' });
  }
}
