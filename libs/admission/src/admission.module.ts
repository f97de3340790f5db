import { Module } from '@nestjs/common';
import { QueuesModule } from '@app/queues';
import { SessionsModule } from '@app/sessions';
import { TelemetryModule } from '@app/telemetry';
import { Admission, FastAdmission } from './admission';

@Module({
  imports: [SessionsModule, QueuesModule, TelemetryModule],
  providers: [Admission, FastAdmission],
  exports: [Admission, FastAdmission],
})
export class AdmissionModule {}
