import type { LlmGate, Reservation } from './llm-gate';
import { expectedTokens } from './prompt';
import type { RuleSummariser } from './rule.summariser';
import { type SummarisedAction, type Summary, Summariser } from './summariser';
import { SummaryError, SummaryPostponed, type SummaryErrorKind } from './summary.error';

/** An error or no connection is not billed; a call that was cut off may have been. */
const UNBILLED: ReadonlySet<SummaryErrorKind> = new Set(['http', 'network']);

/** An LLM behind the gate: rules where the day's tokens are spent, postponed while the breaker is open. */
export class GatedSummariser extends Summariser {
  constructor(
    private readonly llm: Summariser,
    private readonly rules: RuleSummariser,
    private readonly gate: LlmGate,
  ) {
    super();
  }

  async summarise(actions: readonly SummarisedAction[], signal?: AbortSignal): Promise<Summary> {
    const turn = await this.gate.ask(expectedTokens(actions));
    if (turn.do === 'rules') return this.rules.summarise(actions);
    if (turn.do === 'wait') throw new SummaryPostponed(turn.ms);
    const answer = await this.llm.summarise(actions, signal).catch(async (error: unknown) => {
      await this.failed(turn.reservation, error);
      throw error;
    });
    const used = answer.promptTokens + answer.completionTokens;
    await this.gate.answered(turn.reservation, 'ok', used > 0 ? used : undefined);
    return answer;
  }

  private async failed(reservation: Reservation, error: unknown): Promise<void> {
    const { kind, usage } = error instanceof SummaryError ? error : { kind: undefined, usage: undefined };
    const used = (usage?.promptTokens ?? 0) + (usage?.completionTokens ?? 0);
    const known = used > 0 || (kind !== undefined && UNBILLED.has(kind));
    await this.gate.answered(reservation, kind === 'aborted' ? 'unclear' : 'failed', known ? used : undefined);
  }
}
