import { Injectable } from '@nestjs/common';
import { pairs } from './script.answers';
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
  wake = async (waitsFor: 'note' | 'read', count: number, everyMs: number): Promise<OpenedFlush[]> =>
    pairs((await this.run('wake', waitsFor, count, everyMs)) as unknown[]);

  /** Ends the planned waits of sessions whose last try failed; at most 1,000 at a time. */
  hasten = async (): Promise<OpenedFlush[]> => pairs((await this.run('hasten')) as unknown[]);

  /** The conversation of the session that has been paused the longest, or null. */
  longestPaused = async (): Promise<string | null> => (await this.run('longestPaused')) as string | null;
}
