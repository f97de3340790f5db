import { getQueueToken } from '@nestjs/bullmq';
import { type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Settings } from '@app/config';
import { CorrectionsModule } from '@app/corrections';
import { DeadLetters, ExplainModule } from '@app/explain';
import { DeskBudget, RateGate } from '@app/desk';
import { Journal } from '@app/journal';
import { QUEUE_KEYS, QUEUES, QueuesModule } from '@app/queues';
import { REDIS_FAST } from '@app/redis';
import { SessionView } from '@app/sessions';
import type { Queue } from 'bullmq';
import type { RequestHandler } from 'express';
import type { Redis } from 'ioredis';
import { CorrectionController } from './correction.controller';
import { dashboardDoor } from './dashboard.door';
import { OpsController } from './ops.controller';
import { opsPage } from './ops.page';
import { Overview } from './overview';
import { PreviewController } from './preview.controller';
import { queuePage, type ShownQueue } from './queue.page';
import { RedisGuard } from './redis.guard';

const PAGE = '/ops';
const BOARD = '/queues';

const shownQueues = (modules: ModuleRef) =>
  QUEUE_KEYS.map((key): ShownQueue => {
    const { name, description } = QUEUES[key];
    return { queue: modules.get<Queue>(getQueueToken(name), { strict: false }), description };
  });

/** Relative, for a proxy may show us under a path of its own. */
const toPage: RequestHandler = (_request, response) => response.redirect(`.${PAGE}/`);

/** The operations page at `/ops`, its API at `/api` and Bull Board at `/queues`, on the private door and behind one password. */
@Module({
  imports: [QueuesModule, ExplainModule, CorrectionsModule],
  controllers: [OpsController, CorrectionController, PreviewController],
  providers: [
    RedisGuard,
    {
      provide: Overview,
      useFactory: (
        settings: Settings,
        redis: Redis,
        journal: Journal,
        view: SessionView,
        deadLetters: DeadLetters,
        modules: ModuleRef,
        budget: DeskBudget,
      ) => {
        const gate = new RateGate(redis, settings.REDIS_PREFIX, budget);
        return new Overview(settings, redis, gate, journal, view, deadLetters, shownQueues(modules));
      },
      inject: [Settings, REDIS_FAST, Journal, SessionView, DeadLetters, ModuleRef, DeskBudget],
    },
  ],
})
export class DashboardModule implements NestModule {
  constructor(
    private readonly settings: Settings,
    private readonly modules: ModuleRef,
  ) {}

  configure(consumer: MiddlewareConsumer): void {
    const door = dashboardDoor(this.settings);
    consumer.apply(...door).forRoutes(PAGE, BOARD, '/api', { path: '/', method: RequestMethod.GET });
    consumer.apply(...opsPage()).forRoutes(PAGE);
    consumer.apply(...queuePage(this.settings, shownQueues(this.modules), BOARD)).forRoutes(BOARD);
    consumer.apply(toPage).forRoutes({ path: '/', method: RequestMethod.GET });
  }
}
