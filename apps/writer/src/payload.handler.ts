import { Injectable } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { FlushQueue, QUEUES, type SessionActionsJob } from '@app/queues';
import { IntakeStore } from '@app/sessions';
import { FlushHandler } from './flush.handler';
import { Places } from './places';
import { SignalWatch } from './signal.watch';
import { Postponed, type Handler, type HandlerContext } from './worker.fleet';

const { workers, concurrency } = QUEUES.sessionActions;
/** Flushes wait (for quiet, for Intercom); other places are left for payloads that have nothing to wait for. */
const MOST_FLUSHES = Math.floor((workers * concurrency * 2) / 3);
/** A busy writer has a place again within this time; one whose flushes all wait for Intercom has none. */
const PATIENCE_MS = 1_000;

/**
 * session-actions: the payload is in its session's buffer already. Where its admission opened a generation, this job flushes it; what
 * cannot go on now is handed over to a flush job, and so are flushes beyond those that may wait here.
 */
@Injectable()
export class PayloadHandler implements Handler<SessionActionsJob> {
  private readonly places = new Places(MOST_FLUSHES);
  private readonly patienceMs: number = PATIENCE_MS;

  constructor(
    private readonly intake: IntakeStore,
    private readonly flushes: FlushQueue,
    private readonly flush: FlushHandler,
    private readonly signals: SignalWatch,
  ) {}

  async handle(job: SessionActionsJob, context: HandlerContext): Promise<void> {
    const { sessionKey, generation, quietMs } = job;
    await checkpoint('appended');
    // Of version 0.1.0: what it admitted is in the outbox.
    if (generation === undefined) return this.flushes.open(await this.intake.appendOutboxes([sessionKey]));
    await this.signals.look(sessionKey);
    if (generation === 0) return;
    if (!(await this.places.take(this.patienceMs))) return this.flushes.open([{ sessionKey, generation, quietMs }]);
    try {
      await this.flush.handle({ sessionKey, generation, quietMs }, context);
    } catch (error) {
      if (!(error instanceof Postponed)) throw error;
      await this.flushes.open([{ sessionKey, generation }], error.ms);
    } finally {
      this.places.give();
    }
  }
}
