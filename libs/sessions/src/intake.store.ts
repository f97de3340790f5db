import { Injectable } from '@nestjs/common';
import { emailKeyOf, userKeyOf } from '@app/redis';
import { SessionConnection } from './session.connection';
import type { ScriptArgument } from './session.scripts';
import type { AdmissibleEvent, AdmittedEvent, OpenedFlush } from './session.types';

/** The way in: an event is taken once, in order, into the buffer of its session. */
@Injectable()
export class IntakeStore {
  constructor(private readonly connection: SessionConnection) {}

  keyOf = (sessionId: string) => this.connection.keyOf(sessionId);

  /**
   * Takes events in, once each. The caller adds a job for every new event: that of one which opened a generation flushes it. The session
   * key is that of the session id for the first user of that, another for each further one.
   */
  async admit(events: AdmissibleEvent[]): Promise<AdmittedEvent[]> {
    const args: ScriptArgument[] = [];
    for (const e of events) {
      args.push(
        this.keyOf(e.sessionId),
        Buffer.from(e.eventId, 'hex'),
        e.sessionId,
        userKeyOf(e.userId),
        emailKeyOf(e.email),
        e.conversationId ?? '',
        e.items.join('\n'),
      );
    }
    return this.connection.run('admit', ...args);
  }

  /** Moves what version 0.1.0 had admitted into the buffers of these sessions. Returns the flushes to add. */
  appendOutboxes = async (sessionKeys: string[]): Promise<OpenedFlush[]> =>
    sessionKeys.length === 0 ? [] : this.connection.run('appendOutboxes', ...sessionKeys);
}
