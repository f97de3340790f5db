import { getQueueToken } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { DeskCalls, DeskModule } from '@app/desk';
import { ConversationLook, OwedRedactions } from '@app/erasure';
import { EffectQueues, QUEUES, QueuesModule, type RedactJob } from '@app/queues';
import { CorrectionStore, ErasureStore, SessionsModule } from '@app/sessions';
import type { Queue } from 'bullmq';
import { Corrections } from './corrections';
import { PendingUnlinks } from './pending.unlinks';
import { UnlinkWork } from './unlink.work';

/** For who corrects. */
@Module({ imports: [SessionsModule, QueuesModule], providers: [Corrections], exports: [Corrections] })
export class CorrectionsModule {}

/** For the writer. */
@Module({
  imports: [SessionsModule, QueuesModule, DeskModule],
  providers: [
    PendingUnlinks,
    {
      provide: UnlinkWork,
      useFactory: (
        correcting: CorrectionStore,
        erasing: ErasureStore,
        desk: DeskCalls,
        effects: EffectQueues,
        redactions: Queue<RedactJob>,
      ) => new UnlinkWork(correcting, new ConversationLook(desk), new OwedRedactions(erasing, effects, [redactions])),
      inject: [CorrectionStore, ErasureStore, DeskCalls, EffectQueues, getQueueToken(QUEUES.redactions.name)],
    },
  ],
})
export class PendingUnlinksModule {}
