/** Brings some gauges up to date at each scrape. */
export interface Collector {
  /** A short word, for `sidenote_collect_errors_total`. */
  readonly name: string;
  /** Reads first and sets afterwards in one turn, so that two scrapes at once do no harm. */
  collect(): Promise<void> | void;
  /** Takes back what cannot be known now: no figure is better than an old one. */
  forget(): void;
}
