import { Module } from '@nestjs/common';
import { TelemetryModule } from '@app/telemetry';
import { DeskCalls } from './desk.calls';
import { RateGate } from './rate-gate';

/** Needs an adapter's module, which provides `Desk` and `DeskBudget` to all. */
@Module({
  imports: [TelemetryModule],
  providers: [DeskCalls, RateGate],
  exports: [DeskCalls, RateGate],
})
export class DeskModule {}
