import { Injectable } from '@nestjs/common';
import { SessionConnection } from './session.connection';
import { readProse, storedSummary } from './session.items';
import type { StoredSummary, SummarySource } from './session.types';

/** A summary from the question for it to the prose that is posted as the next note. */
@Injectable()
export class SummaryStore {
  private readonly run: SessionConnection['run'];

  constructor({ run }: SessionConnection) {
    this.run = run;
  }

  /** What summary `k` is written from; nothing covered when it is not due any more. */
  async freeze(sessionKey: string, k: number): Promise<SummarySource> {
    const { covered, before, earlier } = await this.run('freeze', sessionKey, k);
    return { covered, before, earlier: earlier === null ? null : readProse(earlier) };
  }

  /** Somebody asks for a summary of what none covers yet: its number, whose job the caller adds. */
  async summariseNow(sessionKey: string): Promise<{ asked: number } | 'due' | 'nothing'> {
    const answer = await this.run('summariseNow', sessionKey);
    return answer.is === 'asked' ? { asked: answer.summary } : answer.is;
  }

  /** The generation to flush; 0: none. */
  storeSummary(sessionKey: string, k: number, summary: StoredSummary): Promise<number> {
    return this.run('storeSummary', sessionKey, k, storedSummary(summary), summary.by);
  }
}
