import { getQueueToken } from '@nestjs/bullmq';
import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Settings } from '@app/config';
import { QUEUE_KEYS, QUEUES, QueuesModule } from '@app/queues';
import type { Queue } from 'bullmq';
import { queuePage, type ShownQueue } from './queue.page';

/** Bull Board over all queues, on the private door. */
@Module({ imports: [QueuesModule] })
export class DashboardModule implements NestModule {
  constructor(
    private readonly settings: Settings,
    private readonly modules: ModuleRef,
  ) {}

  configure(consumer: MiddlewareConsumer): void {
    const shown = QUEUE_KEYS.map((key): ShownQueue => {
      const { name, description } = QUEUES[key];
      return { queue: this.modules.get<Queue>(getQueueToken(name), { strict: false }), description };
    });
    const page = queuePage(this.settings, shown, '/queues');
    consumer.apply(...page).forRoutes('/queues');
  }
}
