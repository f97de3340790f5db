/** What a process says about itself: log lines and health. */
export { HealthModule } from './health.module';
export { HealthRegistry, type Readiness } from './health.registry';
export { LoggingModule } from './logging.module';
