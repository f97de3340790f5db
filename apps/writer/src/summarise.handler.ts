import { Injectable, Logger } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { Summariser } from '@app/llm';
import { FlushQueue, type SummariseJob } from '@app/queues';
import { readAction, SessionStore } from '@app/sessions';
import type { Handler, HandlerContext } from './worker.fleet';

/** summaries: fixes what the summary covers, asks the LLM, stores the prose in the session. Its flush job posts it, before anything is redacted. */
@Injectable()
export class SummariseHandler implements Handler<SummariseJob> {
  private readonly logger = new Logger('Summaries');

  constructor(
    private readonly sessions: SessionStore,
    private readonly summariser: Summariser,
    private readonly flushes: FlushQueue,
  ) {}

  async handle({ sessionKey, summary }: SummariseJob, { abort }: HandlerContext): Promise<void> {
    const covered = await this.sessions.freeze(sessionKey, summary);
    if (covered.length === 0) return;
    await checkpoint('frozen');
    const asked = performance.now();
    const { text, model, promptTokens, completionTokens } = await this.summariser.summarise(
      covered.map(readAction),
      abort,
    );
    await checkpoint('summarised');
    const generation = await this.sessions.storeSummary(sessionKey, summary, text);
    await checkpoint('stored');
    await this.flushes.open([{ sessionKey, generation }]);
    const ms = Math.round(performance.now() - asked);
    this.logger.log({
      sessionKey,
      summary,
      actions: covered.length,
      model,
      promptTokens,
      completionTokens,
      ms,
      outcome: 'stored',
    });
  }
}
