/** What happened, told once: log lines, metrics and the journal are made of it. */
export type * from './events';
export { Telemetry } from './telemetry';
export { TelemetryModule } from './telemetry.module';
