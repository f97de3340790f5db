import { Injectable } from '@nestjs/common';
import { SessionConnection } from './session.connection';
import type { Whereabouts } from './session.types';

/** Notes that failed for good, after `FlushStore.deadLetter`. */
@Injectable()
export class DeadLetterStore {
  constructor(private readonly connection: SessionConnection) {}

  /** Its job is there: the sweep need not add it. */
  added = (sessionKey: string, ref: string): Promise<void> => this.connection.run('deadLetterAdded', sessionKey, ref);

  /** Generation to flush; 0 when the conversation is closed (it goes out when it opens); null when the note is gone. */
  async requeue(sessionKey: string, ref: string): Promise<number | null> {
    const generation = await this.connection.run('requeue', sessionKey, ref);
    return generation < 0 ? null : generation;
  }

  /** Of failed jobs of any queue. */
  whereabouts(jobs: { sessionKey: string; ref: string }[]): Promise<Whereabouts[]> {
    const asked = jobs.flatMap(({ sessionKey, ref }) => [sessionKey, ref]);
    return this.connection.run('whereabouts', ...asked);
  }

  /** Actions of dead letters that nobody sent again in time, of all sessions. */
  async expired(): Promise<number> {
    const { redis, prefix } = this.connection;
    return Number((await redis.hget(`${prefix}:dropped`, 'dead_letter_expired')) ?? 0);
  }
}
