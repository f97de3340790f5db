import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { PayloadQueue, QueuesModule } from '@app/queues';
import { FastSessionStore, SessionsModule, SessionStore } from '@app/sessions';
import { Telemetry, TelemetryModule } from '@app/telemetry';
import { Admission } from './admission';

/** For HTTP requests: fails within about a second when Redis is away, instead of waiting for it. */
export class FastAdmission extends Admission {}

@Module({
  imports: [SessionsModule, QueuesModule, TelemetryModule],
  providers: [
    {
      provide: Admission,
      useFactory: (sessions: SessionStore, queue: PayloadQueue, telemetry: Telemetry, settings: Settings) =>
        new Admission(sessions, queue, telemetry, { by: 'stream', streamSummaries: settings.STREAM_SUMMARIES }),
      inject: [SessionStore, PayloadQueue, Telemetry, Settings],
    },
    {
      provide: FastAdmission,
      useFactory: (sessions: FastSessionStore, queue: PayloadQueue, telemetry: Telemetry, settings: Settings) =>
        new FastAdmission(sessions, queue, telemetry, { by: 'push', streamSummaries: settings.STREAM_SUMMARIES }),
      inject: [FastSessionStore, PayloadQueue, Telemetry, Settings],
    },
  ],
  exports: [Admission, FastAdmission],
})
export class AdmissionModule {}
