import { Module } from '@nestjs/common';
import { Admission, AdmissionModule } from '@app/admission';
import { Settings } from '@app/config';
import { Mask, MasksModule } from '@app/masks';
import { StreamSource, StreamSourceModule } from '@app/metrics';
import { HealthRegistry } from '@app/observability';
import { REDIS_FAST, streamReadersKey } from '@app/redis';
import type { Redis } from 'ioredis';
import { StreamBeacon } from './stream.beacon';
import { StreamRole } from './stream.role';
import { StreamStats } from './stream.stats';

/** The stream role: Autoplay's stream into Redis. */
@Module({
  imports: [AdmissionModule, MasksModule, StreamSourceModule],
  providers: [
    StreamStats,
    {
      provide: StreamRole,
      useFactory: (...parts: ConstructorParameters<typeof StreamRole>) => new StreamRole(...parts),
      inject: [Settings, Admission, HealthRegistry, StreamStats, Mask],
    },
    {
      provide: StreamBeacon,
      useFactory: (redis: Redis, s: Settings, health: HealthRegistry, stats: StreamStats) =>
        new StreamBeacon(redis, streamReadersKey(s.REDIS_PREFIX), health, stats),
      inject: [REDIS_FAST, Settings, HealthRegistry, StreamStats],
    },
  ],
  exports: [StreamStats],
})
export class StreamModule {
  constructor(stats: StreamStats, metrics: StreamSource) {
    metrics.watch(stats);
  }
}
