import { Global, Module } from '@nestjs/common';
import { Telemetry } from './telemetry';

/** Global: every role records, and each process has one. */
@Global()
@Module({ providers: [Telemetry], exports: [Telemetry] })
export class TelemetryModule {}
