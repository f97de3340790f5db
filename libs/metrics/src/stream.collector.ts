import type { Collector } from './collector';
import { setCounter, type Metrics } from './metrics';
import type { StreamSource } from './stream.source';

/** What the stream reader of this process has seen; a process without one tells nothing. */
export class StreamCollector implements Collector {
  readonly name = 'stream';

  constructor(
    private readonly metrics: Metrics,
    private readonly source: StreamSource,
  ) {}

  collect(): void {
    const { figures } = this.source;
    if (!figures) return this.forget();
    const m = this.metrics;
    m.streamConnected.set(figures.connectedSince === null ? 0 : 1);
    if (figures.lastEventAt !== null) m.streamLast.set(figures.lastEventAt / 1000);
    else m.streamLast.remove();
    setCounter(m.streamReconnects, [[{}, figures.reconnects]]);
    setCounter(m.streamOverflow, [[{}, figures.overflow]]);
    setCounter(m.streamRejected, [[{}, figures.rejected]]);
    setCounter(
      m.streamFrames,
      Object.entries({ ...figures.byKind, too_long: figures.tooLong }).map(([kind, n]) => [{ kind }, n]),
    );
    setCounter(m.streamDiscarded, [
      [{ reason: 'no_session' }, figures.anonymousActions],
      [{ reason: 'no_text' }, figures.droppedActions],
      [{ reason: 'too_many' }, figures.excessActions],
    ]);
  }

  forget(): void {
    const { streamConnected, streamLast, streamReconnects, streamOverflow, streamRejected } = this.metrics;
    for (const metric of [streamConnected, streamLast, streamReconnects, streamOverflow, streamRejected])
      metric.remove();
  }
}
