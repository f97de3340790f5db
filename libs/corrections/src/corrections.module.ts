import { getQueueToken } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { ConversationLook, OwedRedactions } from '@app/erasure';
import { IntercomCalls, IntercomModule } from '@app/intercom';
import { EffectQueues, QUEUES, QueuesModule, type RedactJob } from '@app/queues';
import { SessionsModule, SessionStore } from '@app/sessions';
import type { Queue } from 'bullmq';
import { Corrections } from './corrections';
import { PendingUnlinks } from './pending.unlinks';
import { UnlinkWork } from './unlink.work';

/** For who corrects. */
@Module({ imports: [SessionsModule, QueuesModule], providers: [Corrections], exports: [Corrections] })
export class CorrectionsModule {}

/** For the writer. */
@Module({
  imports: [SessionsModule, QueuesModule, IntercomModule],
  providers: [
    PendingUnlinks,
    {
      provide: UnlinkWork,
      useFactory: (
        settings: Settings,
        { correcting, erasing }: SessionStore,
        intercom: IntercomCalls,
        effects: EffectQueues,
        redactions: Queue<RedactJob>,
      ) =>
        new UnlinkWork(
          correcting,
          new ConversationLook(intercom, settings.INTERCOM_ADMIN_ID),
          new OwedRedactions(erasing, effects, [redactions]),
        ),
      inject: [Settings, SessionStore, IntercomCalls, EffectQueues, getQueueToken(QUEUES.redactions.name)],
    },
  ],
})
export class PendingUnlinksModule {}
