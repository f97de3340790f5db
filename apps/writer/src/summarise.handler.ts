import { Injectable } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { Summariser } from '@app/llm';
import { FlushQueue, type SummariseJob } from '@app/queues';
import { readAction, SessionStore } from '@app/sessions';
import { Telemetry } from '@app/telemetry';
import type { Handler, HandlerContext } from './worker.fleet';

/** summaries: fixes what the summary covers, asks the LLM, stores the prose in the session. Its flush job posts it, before anything is redacted. */
@Injectable()
export class SummariseHandler implements Handler<SummariseJob> {
  constructor(
    private readonly sessions: SessionStore,
    private readonly summariser: Summariser,
    private readonly flushes: FlushQueue,
    private readonly telemetry: Telemetry,
  ) {}

  async handle({ sessionKey, summary }: SummariseJob, { abort }: HandlerContext): Promise<void> {
    const covered = await this.sessions.freeze(sessionKey, summary);
    if (covered.length === 0) return;
    await checkpoint('frozen');
    const about = { what: 'summary', sessionKey, summary, actions: covered.length } as const;
    const asked = performance.now();
    const answer = await this.summariser.summarise(covered.map(readAction), abort).catch((error: Error) => {
      this.telemetry.record({
        ...about,
        outcome: 'failed',
        reason: error.message,
        ms: Math.round(performance.now() - asked),
      });
      throw error;
    });
    await checkpoint('summarised');
    const { text, model, promptTokens, completionTokens } = answer;
    const generation = await this.sessions.storeSummary(sessionKey, summary, text);
    await checkpoint('stored');
    await this.flushes.open([{ sessionKey, generation }]);
    const ms = Math.round(performance.now() - asked);
    this.telemetry.record({ ...about, outcome: 'stored', model, promptTokens, completionTokens, ms });
  }
}
