import { getQueueToken } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { DeskCalls, DeskModule } from '@app/desk';
import { Journal } from '@app/journal';
import { EffectQueues, QUEUE_KEYS, QUEUES, QueuesModule } from '@app/queues';
import { REDIS, Turn } from '@app/redis';
import { ErasureStore, SessionsModule, StateRows } from '@app/sessions';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { AppendOnlyFile } from './append-only.file';
import { AppendOnlyKeeper } from './append-only.keeper';
import { ConversationLook } from './conversation.look';
import { Erasure } from './erasure';
import { ErasureRequests, FastErasureRequests } from './erasure.requests';
import { ErasureWork, TURN_MS } from './erasure.work';
import { KeptJobs } from './kept.jobs';
import { NameIndex } from './name.index';
import { OwedRedactions } from './owed.redactions';
import { PendingErasures } from './pending.erasures';
import { TraceFinder } from './trace.finder';

const queueTokens = QUEUE_KEYS.map((key) => getQueueToken(QUEUES[key].name));

/** For who only asks for an erasure, in an HTTP request: fails within about a second when Redis is away. */
@Module({
  providers: [{ provide: ErasureRequests, useClass: FastErasureRequests }],
  exports: [ErasureRequests],
})
export class ErasureRequestsModule {}

function erasureWork(
  redis: Redis,
  settings: Settings,
  store: ErasureStore,
  effects: EffectQueues,
  requests: ErasureRequests,
  file: AppendOnlyFile,
  desk: DeskCalls,
  ...queues: Queue[]
): ErasureWork {
  const { REDIS_PREFIX: prefix } = settings;
  const look = new ConversationLook(desk);
  const rows = new StateRows(redis, prefix);
  const finder = new TraceFinder(store, rows, new NameIndex(redis, prefix, store, rows), look);
  const jobs = new KeptJobs(redis, queues);
  const owed = new OwedRedactions(store, effects, queues);
  const journal = new Journal(redis, prefix);
  const erasure = new Erasure(store, finder, look, jobs, owed, requests, journal, file);
  return new ErasureWork(requests, erasure, store, new Turn(redis, `${prefix}:erasures:turn`, TURN_MS));
}

/** For who erases. */
@Module({
  imports: [SessionsModule, QueuesModule, DeskModule],
  providers: [
    ErasureRequests,
    AppendOnlyFile,
    {
      provide: ErasureWork,
      useFactory: erasureWork,
      inject: [REDIS, Settings, ErasureStore, EffectQueues, ErasureRequests, AppendOnlyFile, DeskCalls, ...queueTokens],
    },
  ],
  exports: [ErasureWork, ErasureRequests, AppendOnlyFile],
})
export class ErasureModule {}

/** For the writer: finishes what was asked for. */
@Module({ imports: [ErasureModule], providers: [PendingErasures, AppendOnlyKeeper] })
export class PendingErasuresModule {}
