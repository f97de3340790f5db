import { Injectable, Logger } from '@nestjs/common';
import { EffectQueues, FlushJobs, FlushQueue, type SweepJob } from '@app/queues';
import { IntakeStore, type OverdueFlush, SweepStore } from '@app/sessions';
import { SignalWatch } from './signal.watch';
import type { Handler } from './worker.fleet';

/** A run tells Redis more often than this how far it is: one that does not hangs. */
const HUNG_MS = 60_000;

/** maintenance: every 5 s, what a killed process left between two steps is taken up again; everything added has a stable id. */
@Injectable()
export class SweepHandler implements Handler<SweepJob> {
  private readonly logger = new Logger('Maintenance');

  constructor(
    private readonly sweeps: SweepStore,
    private readonly intake: IntakeStore,
    private readonly flushes: FlushQueue,
    private readonly jobs: FlushJobs,
    private readonly effects: EffectQueues,
    private readonly signals: SignalWatch,
  ) {}

  async handle(): Promise<void> {
    await this.flushes.open(await this.intake.appendOutboxes(await this.sweeps.sweepOutboxes()));
    await this.flushes.open(await this.sweeps.sweepHeld());
    for await (const overdue of this.sweeps.sweepDue()) await this.lookAfter(overdue);
    await this.signals.silences();
    for (const { sessionKey, conversationId, summary, redact, deadLetters } of await this.sweeps.sweepEffects()) {
      if (summary !== null) await this.effects.summarise({ sessionKey, summary });
      await this.effects.redact(sessionKey, conversationId, redact);
      for (const ref of deadLetters) await this.effects.deadLetter({ sessionKey, ref, reason: 'failed for good' });
    }
    await this.endDeadLetters();
    await this.sweeps.sweepNames();
  }

  /** Those whose time is over are lost: counted with the session's other losses, and said. */
  private async endDeadLetters(): Promise<void> {
    const ended = await this.sweeps.sweepDead();
    for (const { ref } of ended) await this.effects.forgetDead(ref);
    if (ended.length === 0) return;
    const actions = ended.reduce((sum, one) => sum + one.actions, 0);
    this.logger.warn({ msg: 'dead_letters', outcome: 'expired', notes: ended.length, actions });
  }

  /** Adds what has no job. A job that waits for its turn keeps its place: a busy service is not made busier. */
  private async lookAfter(overdue: OverdueFlush[]): Promise<void> {
    const states = await this.jobs.statesOf(overdue);
    for (const [i, { sessionKey, generation, overdueMs }] of overdue.entries()) {
      const ended = states[i] === 'over' || (states[i] === 'runs' && overdueMs > HUNG_MS);
      if (ended)
        await this.flushes.open([{ sessionKey, generation: await this.sweeps.reopen(sessionKey, generation) }]);
      else if (states[i] === 'none') await this.flushes.open([{ sessionKey, generation }]);
    }
  }
}
