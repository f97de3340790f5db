import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { bullConnection } from '@app/redis';
import { QUEUE_KEYS, QUEUES } from './catalog';
import { EffectQueues, FlushQueue, PayloadQueue } from './producers';

/** Where BullMQ keeps its keys. */
export const queuePrefix = (settings: Settings) => `${settings.REDIS_PREFIX}:bull`;

@Module({
  imports: [
    BullModule.forRootAsync({
      useFactory: (settings: Settings) => ({
        connection: bullConnection(settings),
        prefix: queuePrefix(settings),
        streams: { events: { maxLen: 1000 } },
      }),
      inject: [Settings],
    }),
    BullModule.registerQueue(...QUEUE_KEYS.map((key) => ({ name: QUEUES[key].name }))),
  ],
  providers: [FlushQueue, PayloadQueue, EffectQueues],
  exports: [FlushQueue, PayloadQueue, EffectQueues, BullModule],
})
export class QueuesModule {}
