import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { REDIS_FAST } from '@app/redis';
import { FastSessions, SessionsModule, SessionView } from '@app/sessions';
import type { Redis } from 'ioredis';
import { ActivityFinder } from './activity.finder';

/** For HTTP requests: fails within about a second when Redis is away. */
@Module({
  imports: [SessionsModule],
  providers: [
    {
      provide: ActivityFinder,
      useFactory: (redis: Redis, s: Settings, { erasing }: FastSessions) =>
        new ActivityFinder(
          new SessionView(redis, s.REDIS_PREFIX, s.productId),
          erasing,
          s.productId,
          s.REPLAY_URL_TEMPLATE,
        ),
      inject: [REDIS_FAST, Settings, FastSessions],
    },
  ],
  exports: [ActivityFinder],
})
export class ActivityModule {}
