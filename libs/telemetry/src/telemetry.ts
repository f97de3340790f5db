import { Injectable, Logger } from '@nestjs/common';
import type { TelemetryEvent } from './events';

type Listener = (event: TelemetryEvent) => void;

const GRAVE: ReadonlySet<string> = new Set(['dead_letter', 'failed', 'pause', 'paused']);
const ODD: ReadonlySet<string> = new Set([
  'retried',
  'retry',
  'wait',
  'fail',
  'not_in_answer',
  'conversation_gone',
  'stale',
  'deferred',
]);
const USUAL: ReadonlySet<TelemetryEvent['what']> = new Set(['payload', 'intercom_call']);

/** Where the service tells what happened: one canonical log line each, and whoever listens (metrics, the journal). Never throws, never waits. */
@Injectable()
export class Telemetry {
  private readonly logger = new Logger('Event');
  private readonly listeners: Listener[] = [];

  /** Listeners are called in turn, at once; they must not throw. */
  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  record(event: TelemetryEvent): void {
    const line = { msg: event.what, ...event };
    const outcome = 'outcome' in event ? event.outcome : '';
    if (GRAVE.has(outcome)) this.logger.error(line);
    else if (ODD.has(outcome)) this.logger.warn(line);
    else if (USUAL.has(event.what)) this.logger.debug(line);
    else this.logger.log(line);
    for (const listener of this.listeners) listener(event);
  }
}
