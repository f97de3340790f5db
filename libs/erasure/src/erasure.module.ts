import { getQueueToken } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { IntercomCalls, IntercomModule } from '@app/intercom';
import { Journal } from '@app/journal';
import { EffectQueues, QUEUE_KEYS, queuePrefix, QUEUES, QueuesModule } from '@app/queues';
import { REDIS, REDIS_FAST } from '@app/redis';
import { SessionsModule, SessionStore } from '@app/sessions';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { Erasure } from './erasure';
import { ErasureRequests } from './erasure.requests';
import { KeptJobs } from './kept.jobs';
import { PendingErasures } from './pending.erasures';
import { UnrecordedNotes } from './unrecorded.notes';

const queueTokens = QUEUE_KEYS.map((key) => getQueueToken(QUEUES[key].name));

/** For who only asks for an erasure, in an HTTP request: fails within about a second when Redis is away. */
@Module({
  providers: [
    {
      provide: ErasureRequests,
      useFactory: (redis: Redis, s: Settings) => new ErasureRequests(redis, s.REDIS_PREFIX),
      inject: [REDIS_FAST, Settings],
    },
  ],
  exports: [ErasureRequests],
})
export class ErasureRequestsModule {}

/** For who erases. */
@Module({
  imports: [SessionsModule, QueuesModule, IntercomModule],
  providers: [
    {
      provide: ErasureRequests,
      useFactory: (redis: Redis, s: Settings) => new ErasureRequests(redis, s.REDIS_PREFIX),
      inject: [REDIS, Settings],
    },
    {
      provide: Erasure,
      useFactory: (
        redis: Redis,
        s: Settings,
        sessions: SessionStore,
        effects: EffectQueues,
        requests: ErasureRequests,
        intercom: IntercomCalls,
        ...queues: Queue[]
      ) =>
        new Erasure(
          redis,
          s.REDIS_PREFIX,
          sessions,
          effects,
          new KeptJobs(redis, queuePrefix(s), queues),
          new UnrecordedNotes(intercom, s.INTERCOM_ACCESS_TOKEN ? s.INTERCOM_ADMIN_ID : undefined),
          requests,
          new Journal(redis, s.REDIS_PREFIX),
        ),
      inject: [REDIS, Settings, SessionStore, EffectQueues, ErasureRequests, IntercomCalls, ...queueTokens],
    },
  ],
  exports: [Erasure, ErasureRequests],
})
export class ErasureModule {}

/** For the writer: finishes what was asked for. */
@Module({ imports: [ErasureModule], providers: [PendingErasures] })
export class PendingErasuresModule {}
