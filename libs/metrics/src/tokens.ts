/** Injects the one set of metrics of this application, `Metrics`. */
export const METRICS_SET = Symbol('METRICS_SET');
/** Injects prom-client's registry of this application. */
export const METRICS_REGISTRY = Symbol('METRICS_REGISTRY');
/** Injects what is brought up to date at each scrape, `Collector[]`. */
export const COLLECTORS = Symbol('COLLECTORS');
