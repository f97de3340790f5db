import { Injectable } from '@nestjs/common';
import { DeadLetterHandler } from './dead-letter.handler';
import { FlushHandler } from './flush.handler';
import { PayloadHandler } from './payload.handler';
import { RedactHandler } from './redact.handler';
import { SummariseHandler } from './summarise.handler';
import { SweepHandler } from './sweep.handler';
import type { Handlers } from './worker.fleet';

export const handlers = [
  PayloadHandler,
  FlushHandler,
  SummariseHandler,
  RedactHandler,
  DeadLetterHandler,
  SweepHandler,
];

/** The handler of each queue of the catalog: a missing one does not compile. */
@Injectable()
export class QueueHandlers implements Handlers {
  constructor(
    readonly sessionActions: PayloadHandler,
    readonly sessionNotes: FlushHandler,
    readonly summaries: SummariseHandler,
    readonly redactions: RedactHandler,
    readonly deadLetters: DeadLetterHandler,
    readonly maintenance: SweepHandler,
  ) {}
}
