import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { METRICS } from './metric.table';

type Table = typeof METRICS;
type LabelOf<K extends keyof Table> = Table[K]['labels'][number];
interface Kinds<L extends string> {
  counter: Counter<L>;
  gauge: Gauge<L>;
  histogram: Histogram<L>;
}

export type Metrics = { readonly [K in keyof Table]: Kinds<LabelOf<K>>[Table[K]['type']] };

/** Every metric of the table, in one registry. Counters without labels begin at 0, gauges are absent until they are known. */
export function createMetrics(registry: Registry): Metrics {
  const made = Object.entries(METRICS).map(([key, { type, labels, ...rest }]) => {
    const options = { ...rest, labelNames: labels, registers: [registry] };
    if (type === 'counter') return [key, new Counter(options)];
    if (type === 'histogram') return [key, new Histogram(options)];
    const gauge = new Gauge(options);
    if (labels.length === 0) gauge.remove();
    return [key, gauge];
  });
  return Object.fromEntries(made) as Metrics;
}

/** A counter that is kept elsewhere: brings it to `value`. */
export function setCounter<L extends string>(
  counter: Counter<L>,
  rows: [labels: Partial<Record<L, string>>, value: number][],
): void {
  counter.reset();
  for (const [labels, value] of rows) counter.inc(labels, value);
}
