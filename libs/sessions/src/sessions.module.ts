import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { REDIS, REDIS_FAST } from '@app/redis';
import type { Redis } from 'ioredis';
import { rulesOf } from './session.rules';
import { FastSessionStore, SessionStore } from './session.store';

@Module({
  providers: [
    {
      provide: SessionStore,
      useFactory: (redis: Redis, s: Settings) => new SessionStore(redis, s.REDIS_PREFIX, s.productId, rulesOf(s)),
      inject: [REDIS, Settings],
    },
    {
      provide: FastSessionStore,
      useFactory: (redis: Redis, s: Settings) => new FastSessionStore(redis, s.REDIS_PREFIX, s.productId, rulesOf(s)),
      inject: [REDIS_FAST, Settings],
    },
  ],
  exports: [SessionStore, FastSessionStore],
})
export class SessionsModule {}
