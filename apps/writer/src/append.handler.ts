import { Injectable } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { FlushQueue, type SessionActionsJob } from '@app/queues';
import { TurnBatch } from '@app/redis';
import { SessionStore } from '@app/sessions';
import type { Handler, HandlerContext } from './worker.fleet';

/**
 * session-actions: takes what was admitted into the session's buffer. All jobs fetched in one turn of the event loop share one script
 * call; a job is done only after the flush job that its append asked for has been added.
 */
@Injectable()
export class AppendHandler implements Handler<SessionActionsJob> {
  private readonly batch = new TurnBatch((all: { sessionKey: string; again: boolean }[]) => this.appendAll(all));

  constructor(
    private readonly sessions: SessionStore,
    private readonly flushes: FlushQueue,
  ) {}

  handle({ sessionKey }: SessionActionsJob, { startedBefore }: HandlerContext): Promise<void> {
    return this.append(sessionKey, startedBefore);
  }

  /** Also for sessions that a sweep found: appends what their outbox holds. */
  append(sessionKey: string, again: boolean): Promise<void> {
    return this.batch.ask({ sessionKey, again });
  }

  private async appendAll(all: { sessionKey: string; again: boolean }[]): Promise<void[]> {
    const opened = await this.sessions.append(all);
    await checkpoint('appended');
    await this.flushes.open(opened);
    return all.map(() => undefined);
  }
}
