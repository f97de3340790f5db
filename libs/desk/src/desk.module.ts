import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { REDIS } from '@app/redis';
import { TelemetryModule } from '@app/telemetry';
import type { Redis } from 'ioredis';
import { DeskBudget } from './desk';
import { DeskCalls } from './desk.calls';
import { RateGate } from './rate-gate';

/** Needs an adapter's module, which provides `Desk` and `DeskBudget` to all. */
@Module({
  imports: [TelemetryModule],
  providers: [
    DeskCalls,
    {
      provide: RateGate,
      useFactory: (redis: Redis, s: Settings, budget: DeskBudget) => new RateGate(redis, s.REDIS_PREFIX, budget),
      inject: [REDIS, Settings, DeskBudget],
    },
  ],
  exports: [DeskCalls, RateGate],
})
export class DeskModule {}
