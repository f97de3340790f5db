import { Injectable } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { Summariser, SummaryError, SummaryPostponed } from '@app/llm';
import { FlushQueue, type SummariseJob } from '@app/queues';
import { readAction, SummaryStore } from '@app/sessions';
import { signalsOf } from '@app/signals';
import { Telemetry, type SummaryEvent } from '@app/telemetry';
import { Postponed, type Handler, type HandlerContext } from './worker.fleet';

/** summaries: fixes what the summary covers, asks the LLM, stores the prose in the session. Its flush job posts it, before anything is redacted. */
@Injectable()
export class SummariseHandler implements Handler<SummariseJob> {
  constructor(
    private readonly summaries: SummaryStore,
    private readonly summariser: Summariser,
    private readonly flushes: FlushQueue,
    private readonly telemetry: Telemetry,
  ) {}

  async handle(job: SummariseJob, { abort, keep }: HandlerContext<SummariseJob>): Promise<void> {
    const { sessionKey, summary, failedAlone = 0 } = job;
    const { covered, before, earlier } = await this.summaries.freeze(sessionKey, summary);
    if (covered.length === 0) return;
    await checkpoint('frozen');
    const about = { what: 'summary', sessionKey, summary, actions: covered.length } as const;
    const asked = performance.now();
    const ms = () => Math.round(performance.now() - asked);
    const actions = covered.map(readAction);
    const request = {
      actions,
      before: before.map((item) => readAction(item).text),
      earlier: earlier ?? undefined,
      signals: signalsOf(actions).map(({ text }) => text),
    };
    const options = { signal: abort, failedAlone };
    const answer = await this.summariser.summarise(request, options).catch(async (error: unknown) => {
      if (error instanceof SummaryError && error.alone) await keep({ ...job, failedAlone: failedAlone + 1 });
      if (!(error instanceof SummaryPostponed)) {
        this.telemetry.record({ ...about, outcome: 'failed', ...failureOf(error), ms: ms() });
        throw error;
      }
      this.telemetry.record({ ...about, outcome: 'deferred', reason: 'llm_breaker', nextInMs: error.ms, ms: ms() });
      throw new Postponed(error.ms);
    });
    await checkpoint('summarised');
    const { text, ...used } = answer;
    const since = Math.min(...actions.map(({ ts }) => ts));
    const generation = await this.summaries.storeSummary(sessionKey, summary, { prose: text, by: used.by, since });
    await checkpoint('stored');
    await this.flushes.open([{ sessionKey, generation }]);
    this.telemetry.record({ ...about, outcome: 'stored', ...used, ms: ms() });
  }
}

/** What may be told of a failure: an error of the LLM's holds no text; of others (Redis away) only the name is said. */
function failureOf(error: unknown): Pick<SummaryEvent, 'kind' | 'reason' | 'model'> {
  if (error instanceof SummaryError) return { kind: error.kind, reason: error.message, ...error.usage };
  return { kind: 'own', reason: error instanceof Error ? error.name : 'Error' };
}
