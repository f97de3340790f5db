import { type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Settings } from '@app/config';
import { CorrectionsModule } from '@app/corrections';
import { ExplainModule } from '@app/explain';
import { QueuesModule } from '@app/queues';
import type { RequestHandler } from 'express';
import { CorrectionController } from './correction.controller';
import { dashboardDoor } from './dashboard.door';
import { OpsController } from './ops.controller';
import { opsPage } from './ops.page';
import { Overview } from './overview';
import { PreviewController } from './preview.controller';
import { queuePage, shownQueues } from './queue.page';
import { RedisGuard } from './redis.guard';

const PAGE = '/ops';
const BOARD = '/queues';

/** Relative, for a proxy may show us under a path of its own. */
const toPage: RequestHandler = (_request, response) => response.redirect(`.${PAGE}/`);

/** The operations page at `/ops`, its API at `/api` and Bull Board at `/queues`, on the private door and behind one password. */
@Module({
  imports: [QueuesModule, ExplainModule, CorrectionsModule],
  controllers: [OpsController, CorrectionController, PreviewController],
  providers: [RedisGuard, Overview],
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
