import { Injectable } from '@nestjs/common';
import { SessionConnection } from './session.connection';
import type { OpenedFlush } from './session.types';

/** Sessions that wait, without a job, because calls to the desk are paused. */
@Injectable()
export class PauseStore {
  private readonly run: SessionConnection['run'];

  constructor({ run }: SessionConnection) {
    this.run = run;
  }

  /** Lets sessions go on that waited the longest for such calls; none when some were let go within the last `everyMs`. */
  wake = (waitsFor: 'note' | 'read', count: number, everyMs: number): Promise<OpenedFlush[]> =>
    this.run('wake', waitsFor, count, everyMs);

  /** Ends the planned waits of sessions whose last try failed; at most 1,000 at a time. */
  hasten = (): Promise<OpenedFlush[]> => this.run('hasten');

  /** The conversation of the session that has been paused the longest, or null. */
  longestPaused = (): Promise<string | null> => this.run('longestPaused');
}
