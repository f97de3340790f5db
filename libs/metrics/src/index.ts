/** `/metrics` for Prometheus: every metric by one table, counted from what happens and gathered at each scrape. */
export { METRICS } from './metric.table';
export { MetricsModule } from './metrics.module';
export { StreamSource, StreamSourceModule, type StreamFigures } from './stream.source';
