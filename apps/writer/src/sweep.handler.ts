import { Injectable } from '@nestjs/common';
import { EffectQueues, FlushQueue, type SweepJob } from '@app/queues';
import { SessionStore } from '@app/sessions';
import { AppendHandler } from './append.handler';
import type { Handler } from './worker.fleet';

/** maintenance: every 5 s, what a killed process left between two steps is taken up again; everything added has a stable id. */
@Injectable()
export class SweepHandler implements Handler<SweepJob> {
  constructor(
    private readonly sessions: SessionStore,
    private readonly appends: AppendHandler,
    private readonly flushes: FlushQueue,
    private readonly effects: EffectQueues,
  ) {}

  async handle(): Promise<void> {
    await Promise.all((await this.sessions.sweepAdmitted()).map((sessionKey) => this.appends.append(sessionKey, true)));
    await this.flushes.open(await this.sessions.sweepDue());
    for (const { sessionKey, conversationId, summary, redact, bury } of await this.sessions.sweepEffects()) {
      if (summary !== null) await this.effects.summarise({ sessionKey, summary });
      await this.effects.redact(sessionKey, conversationId, redact);
      for (const ref of bury) await this.effects.bury({ sessionKey, ref, reason: 'failed for good' });
    }
  }
}
