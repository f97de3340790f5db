import { Injectable } from '@nestjs/common';
import { emailKeyOf, userKeyOf } from '@app/redis';
import { pairs } from './script.answers';
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
    const flat = (await this.connection.run('admit', ...args)) as (number | string)[];
    return events.map((_, i) => {
      const part = flat[3 * i];
      return {
        sessionKey: typeof part === 'string' ? part : part === 1 ? String(args[7 * i]) : null,
        generation: Number(flat[3 * i + 1]),
        quietMs: Number(flat[3 * i + 2]),
      };
    });
  }

  /** Moves what version 0.1.0 had admitted into the buffers of these sessions. Returns the flushes to add. */
  async appendOutboxes(sessionKeys: string[]): Promise<OpenedFlush[]> {
    if (sessionKeys.length === 0) return [];
    const opened = (await this.connection.run('appendOutboxes', ...sessionKeys)) as number[];
    return pairs(sessionKeys.flatMap((sessionKey, i) => [sessionKey, opened[i] ?? 0]));
  }
}
