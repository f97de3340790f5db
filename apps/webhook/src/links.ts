import { Injectable, Logger, ServiceUnavailableException } from '@nestjs/common';
import { FlushQueue } from '@app/queues';
import type { LinkDecision } from '@app/contracts';
import { FastSessions, type Linked, type LinkStore } from '@app/sessions';
import { ANSWER_WITHIN_MS, within } from './deadline';

/**
 * Changes links in Redis and adds the flush jobs that follow. When a method resolves, both are durable; when it throws
 * (503: Redis is away), the same call may be made again.
 */
@Injectable()
export class Links {
  private readonly logger = new Logger('Links');

  constructor(
    private readonly sessions: FastSessions,
    private readonly flushes: FlushQueue,
  ) {}

  async change(work: (links: LinkStore) => Promise<Linked>): Promise<LinkDecision> {
    try {
      return await within(ANSWER_WITHIN_MS, this.changed(work));
    } catch (error) {
      // The message alone: errors of ioredis carry the arguments of the command.
      this.logger.error(`Redis: ${error instanceof Error ? error.message : String(error)}`);
      throw new ServiceUnavailableException('try again later');
    }
  }

  private async changed(work: Parameters<Links['change']>[0]): Promise<LinkDecision> {
    const { decision, opened } = await work(this.sessions.links);
    await this.flushes.open(opened);
    return decision;
  }
}
