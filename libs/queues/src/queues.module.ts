import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Logger, Module, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Settings } from '@app/config';
import { BULL_CONNECTION } from '@app/redis';
import type { ConnectionOptions, Queue } from 'bullmq';
import { QUEUE_KEYS, QUEUES } from './catalog';
import { EffectQueues, FlushJobs, FlushQueue, PayloadQueue } from './producers';

/** Where BullMQ keeps its keys. */
export const queuePrefix = (settings: Settings) => `${settings.REDIS_PREFIX}:bull`;

@Module({
  imports: [
    BullModule.forRootAsync({
      useFactory: (settings: Settings, connection: ConnectionOptions) => ({
        connection,
        prefix: queuePrefix(settings),
        streams: { events: { maxLen: 1000 } },
      }),
      inject: [Settings, BULL_CONNECTION],
    }),
    BullModule.registerQueue(...QUEUE_KEYS.map((key) => ({ name: QUEUES[key].name }))),
  ],
  providers: [FlushQueue, FlushJobs, PayloadQueue, EffectQueues],
  exports: [FlushQueue, FlushJobs, PayloadQueue, EffectQueues, BullModule],
})
export class QueuesModule implements OnModuleInit {
  private readonly logger = new Logger('Queues');
  private quietUntil = 0;

  constructor(private readonly modules: ModuleRef) {}

  onModuleInit(): void {
    for (const key of QUEUE_KEYS) {
      const queue = this.modules.get<Queue>(getQueueToken(QUEUES[key].name), { strict: false });
      queue.on('error', (error) => this.away(error));
    }
  }

  /** Each queue has its own connection: said at most once a second for all of them. */
  private away(error: Error & { code?: string }): void {
    if (Date.now() < this.quietUntil) return;
    this.quietUntil = Date.now() + 1_000;
    this.logger.warn(`Redis: ${error.message || (error.code ?? error.name)}`);
  }
}
