import { Injectable } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { FlushQueue, type SessionActionsJob } from '@app/queues';
import { SessionStore } from '@app/sessions';
import type { Handler, HandlerContext } from './worker.fleet';

interface Waiting {
  sessionKey: string;
  again: boolean;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * session-actions: takes what was admitted into the session's buffer. All jobs fetched in one turn of the event loop share one script
 * call; a job is done only after the flush job that its append asked for has been added.
 */
@Injectable()
export class AppendHandler implements Handler<SessionActionsJob> {
  private batch: Waiting[] = [];

  constructor(
    private readonly sessions: SessionStore,
    private readonly flushes: FlushQueue,
  ) {}

  handle({ sessionKey }: SessionActionsJob, { startedBefore }: HandlerContext): Promise<void> {
    return this.append(sessionKey, startedBefore);
  }

  /** Also for sessions that a sweep found: appends what their outbox holds. */
  append(sessionKey: string, again: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.batch.length === 0) setImmediate(() => void this.flush());
      this.batch.push({ sessionKey, again, resolve, reject });
    });
  }

  private async flush(): Promise<void> {
    const batch = this.batch;
    this.batch = [];
    try {
      const opened = await this.sessions.append(batch);
      await checkpoint('appended');
      await this.flushes.open(opened);
      for (const job of batch) job.resolve();
    } catch (error) {
      for (const job of batch) job.reject(error);
    }
  }
}
