import { Injectable } from '@nestjs/common';
import { lastActions, type LastActions } from './session.last';
import { SessionConnection } from './session.connection';
import type { CameAt, OpenedFlush } from './session.types';

/** What signs of trouble are read from, and what they change: when a note goes out. */
@Injectable()
export class SignalStore {
  constructor(private readonly connection: SessionConnection) {}

  lastActions = (sessionKey: string, count: number): Promise<LastActions> =>
    lastActions(this.connection.redis, this.connection.prefix, sessionKey, count);

  /** Signals are known in what waits, an error among them or not; when the newest of them came. Returns the flush to add; generation 0: none. */
  async hurry(sessionKey: string, sign: CameAt = 'now', error?: CameAt): Promise<OpenedFlush> {
    return { sessionKey, generation: await this.connection.run('hurry', sessionKey, sign, error ?? '') };
  }

  /** Another action moves it: what is due is a session that did nothing for so long. */
  watchSilence = (sessionKey: string, ms: number): Promise<void> => this.connection.run('watchSilence', sessionKey, ms);

  /** The oldest 100. */
  dueSilences = (): Promise<string[]> => this.connection.run('dueSilences');

  /** False: somebody else has ended it, or an action moved it meanwhile. */
  endSilence = (sessionKey: string): Promise<boolean> => this.connection.run('endSilence', sessionKey);
}
