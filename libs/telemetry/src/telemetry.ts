import { Injectable, Logger } from '@nestjs/common';
import type { Happening } from './happenings';

type Listener = (happening: Happening) => void;

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
const USUAL: ReadonlySet<Happening['what']> = new Set(['payload', 'intercom_call']);

/** Where the service tells what happened: one canonical log line each, and whoever listens (metrics, the journal). Never throws, never waits. */
@Injectable()
export class Telemetry {
  private readonly logger = new Logger('Happening');
  private readonly listeners: Listener[] = [];

  /** Listeners are called in turn, at once; they must not throw. */
  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  record(happening: Happening): void {
    const line = { msg: happening.what, ...happening };
    const outcome = 'outcome' in happening ? happening.outcome : '';
    if (GRAVE.has(outcome)) this.logger.error(line);
    else if (ODD.has(outcome)) this.logger.warn(line);
    else if (USUAL.has(happening.what)) this.logger.debug(line);
    else this.logger.log(line);
    for (const listener of this.listeners) listener(happening);
  }
}
