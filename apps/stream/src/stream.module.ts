import { Module } from '@nestjs/common';
import { Admission, AdmissionModule } from '@app/admission';
import { Settings } from '@app/config';
import { StreamSource, StreamSourceModule } from '@app/metrics';
import { HealthRegistry } from '@app/observability';
import { StreamRole } from './stream.role';
import { StreamStats } from './stream.stats';

/** The stream role: Autoplay's stream into Redis. */
@Module({
  imports: [AdmissionModule, StreamSourceModule],
  providers: [
    StreamStats,
    {
      provide: StreamRole,
      useFactory: (...parts: ConstructorParameters<typeof StreamRole>) => new StreamRole(...parts),
      inject: [Settings, Admission, HealthRegistry, StreamStats],
    },
  ],
  exports: [StreamStats],
})
export class StreamModule {
  constructor(stats: StreamStats, metrics: StreamSource) {
    metrics.watch(stats);
  }
}
