import { Module } from '@nestjs/common';
import { AdmissionModule } from '@app/admission';
import { MasksModule } from '@app/masks';
import { StreamSource, StreamSourceModule } from '@app/metrics';
import { StreamBeacon } from './stream.beacon';
import { StreamRole } from './stream.role';
import { StreamStats } from './stream.stats';

/** The stream role: Autoplay's stream into Redis. */
@Module({
  imports: [AdmissionModule, MasksModule, StreamSourceModule],
  providers: [StreamStats, StreamRole, StreamBeacon],
  exports: [StreamStats],
})
export class StreamModule {
  constructor(stats: StreamStats, metrics: StreamSource) {
    metrics.watch(stats);
  }
}
