/** `/metrics` for Prometheus: every metric by one table, counted from what happens and gathered at each scrape. */
export { MetricsModule } from './metrics.module';
export { StreamSource, StreamSourceModule, type StreamFigures } from './stream.source';
