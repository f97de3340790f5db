import { Injectable } from '@nestjs/common';
import { FlushQueue, type DeadLetterJob } from '@app/queues';
import { DeadLetterStore } from '@app/sessions';
import { Refused, type Handler, type HandlerContext } from './worker.fleet';

/**
 * dead-letters: the first run files the note under failed, with its reason; a run after that was asked for by a person
 * (`sidenote retry`, Bull Board) and sends it again through its session, late.
 */
@Injectable()
export class DeadLetterHandler implements Handler<DeadLetterJob> {
  constructor(
    private readonly deadLetters: DeadLetterStore,
    private readonly flushes: FlushQueue,
  ) {}

  async handle({ sessionKey, ref, reason }: DeadLetterJob, { attempts }: HandlerContext): Promise<void> {
    if (attempts === 0) {
      await this.deadLetters.added(sessionKey, ref);
      throw new Refused(reason);
    }
    const generation = await this.deadLetters.requeue(sessionKey, ref);
    if (generation === null) throw new Refused('the note or its session is no longer kept');
    await this.flushes.open([{ sessionKey, generation }]);
  }
}
