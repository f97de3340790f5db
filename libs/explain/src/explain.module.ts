import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { RateGate } from '@app/desk';
import { Journal } from '@app/journal';
import { QueuesModule } from '@app/queues';
import { REDIS } from '@app/redis';
import { SessionView } from '@app/sessions';
import type { Redis } from 'ioredis';
import { DeadLetters } from './dead.letters';
import { Explainer } from './explainer';
import { Tail } from './tail';

/** Looks at sessions and at what happened, and writes nothing: a queue of BullMQ would, when it is opened. */
@Module({
  providers: [
    {
      provide: SessionView,
      useFactory: (redis: Redis, s: Settings) =>
        new SessionView(redis, s.REDIS_PREFIX, s.AUTOPLAY_STREAM_URL ? s.productId : null),
      inject: [REDIS, Settings],
    },
    Journal,
    Tail,
  ],
  exports: [SessionView, Journal, Tail],
})
export class ViewModule {}

/** Works without the settings of Autoplay and Intercom; without the stream's URL raw session ids cannot be looked up. */
@Module({
  imports: [QueuesModule, ViewModule],
  providers: [RateGate, DeadLetters, Explainer],
  exports: [ViewModule, DeadLetters, Explainer],
})
export class ExplainModule {}
