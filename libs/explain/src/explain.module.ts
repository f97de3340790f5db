import { getQueueToken } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { DeskBudget, RateGate } from '@app/desk';
import { Journal } from '@app/journal';
import { type DeadLetterJob, QUEUES, QueuesModule } from '@app/queues';
import { REDIS } from '@app/redis';
import { SessionView } from '@app/sessions';
import type { Queue } from 'bullmq';
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
    {
      provide: Journal,
      useFactory: (redis: Redis, s: Settings) => new Journal(redis, s.REDIS_PREFIX),
      inject: [REDIS, Settings],
    },
    {
      provide: Tail,
      useFactory: (s: Settings, journal: Journal, view: SessionView) => new Tail(s, journal, view),
      inject: [Settings, Journal, SessionView],
    },
  ],
  exports: [SessionView, Journal, Tail],
})
export class ViewModule {}

/** Works without the settings of Autoplay and Intercom; without the stream's URL raw session ids cannot be looked up. */
@Module({
  imports: [QueuesModule, ViewModule],
  providers: [
    {
      provide: DeadLetters,
      useFactory: (queue: Queue<DeadLetterJob>, view: SessionView) => new DeadLetters(queue, view),
      inject: [getQueueToken(QUEUES.deadLetters.name), SessionView],
    },
    {
      provide: Explainer,
      useFactory: (
        redis: Redis,
        s: Settings,
        view: SessionView,
        journal: Journal,
        dead: DeadLetters,
        budget: DeskBudget,
      ) => {
        const gate = new RateGate(redis, s.REDIS_PREFIX, budget);
        return new Explainer(s, view, journal, dead, gate);
      },
      inject: [REDIS, Settings, SessionView, Journal, DeadLetters, DeskBudget],
    },
  ],
  exports: [ViewModule, DeadLetters, Explainer],
})
export class ExplainModule {}
