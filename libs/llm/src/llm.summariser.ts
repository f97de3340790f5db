import type { Answer, Chat } from './chat';
import { type GateFinding, judgeAnswer } from './gate/answer.gate';
import type { LlmGate, Reservation } from './llm-gate';
import { expectedTokens, promptFor, type PromptWords } from './prompt';
import { costUsd } from './prices';
import { summaryByRules } from './rules/rule.summariser';
import { type SummariseOptions, type Summary, type SummaryRequest, Summariser, type Usage } from './summariser';
import { SummaryError, SummaryPostponed, type SummaryErrorKind } from './summary.error';

/** An error or no connection is not billed; a call that was cut off may have been. */
const UNBILLED: ReadonlySet<SummaryErrorKind> = new Set(['http', 'network']);
/** The gate refuses an answer, the LLM is asked once more, then rules write. */
const ANSWERS = 2;
/** After so many attempts that failed for one summary alone, rules write it. */
const ATTEMPTS_ALONE = 10;

export interface LlmSummariserParts {
  chat: Chat;
  /** Budget and breaker. */
  gate: Pick<LlmGate, 'ask' | 'answered'>;
  words: PromptWords;
  /** What masks every text from outside. */
  mask: (text: string) => string;
}

/**
 * Summaries by an LLM: within the budget and the breaker, through the gate. Rules write where the day's tokens are spent, where the gate
 * refused twice, and where ten attempts were no use for this summary alone. Postponed while the breaker is open.
 */
export class LlmSummariser extends Summariser {
  constructor(private readonly parts: LlmSummariserParts) {
    super();
  }

  async summarise(request: SummaryRequest, { signal, failedAlone = 0 }: SummariseOptions = {}): Promise<Summary> {
    const refused: GateFinding[] = [];
    let used: Usage | undefined;
    while (refused.length < ANSWERS) {
      const answer = await this.ask(request, signal).catch((error: unknown) => {
        if (!(error instanceof SummaryError) || !error.alone || failedAlone + 1 < ATTEMPTS_ALONE) throw error;
        return { give: 'attempts', used: error.usage } as const;
      });
      if (answer.give) return { ...summaryByRules(request, answer.give), ...spent(used, answer.used), refused };
      used = total(used, answer);
      const judged = judgeAnswer({ ...this.parts, request, answer: answer.text, prompt: answer.prompt });
      if (judged.ok) return { text: judged.text, by: used.model, ...used, ...(refused.length > 0 && { refused }) };
      refused.push(judged.finding);
    }
    return { ...summaryByRules(request, 'gate'), ...spent(used), refused };
  }

  /** One call within the budget, or why none is made. */
  private async ask(request: SummaryRequest, signal?: AbortSignal) {
    const { chat, gate, words } = this.parts;
    const turn = await gate.ask(expectedTokens(request, words));
    if (turn.do === 'rules') return { give: 'daily_tokens', used: undefined } as const;
    if (turn.do === 'wait') throw new SummaryPostponed(turn.ms);
    const prompt = promptFor(request, words);
    const answer = await chat.complete(prompt, signal).catch(async (error: unknown) => {
      await this.failed(turn.reservation, error);
      throw error;
    });
    const tokens = tokensOf(answer);
    await gate.answered(turn.reservation, 'ok', tokens > 0 ? tokens : undefined);
    return { ...answer, prompt, give: undefined };
  }

  private async failed(reservation: Reservation, error: unknown): Promise<void> {
    const { kind, usage, alone } =
      error instanceof SummaryError ? error : { kind: undefined, usage: undefined, alone: false };
    const used = usage ? tokensOf(usage) : 0;
    const known = used > 0 || (kind !== undefined && UNBILLED.has(kind));
    // A server that refuses one summary works: its answer closes the breaker as any other does.
    const how = alone ? 'ok' : kind === 'aborted' ? 'unclear' : 'failed';
    await this.parts.gate.answered(reservation, how, known ? used : undefined);
  }
}

const tokensOf = ({ promptTokens, completionTokens }: Usage) => promptTokens + completionTokens;

/** What several calls used together; the last one's model. */
function total(
  before: Usage | undefined,
  { model, promptTokens, completionTokens, costUsd: cost }: Answer | Usage,
): Usage {
  const tokens = {
    promptTokens: promptTokens + (before?.promptTokens ?? 0),
    completionTokens: completionTokens + (before?.completionTokens ?? 0),
  };
  return { model, ...tokens, costUsd: before ? costUsd(model, tokens.promptTokens, tokens.completionTokens) : cost };
}

/** What was spent on a summary that rules wrote in the end; `by` stays theirs. */
function spent(...some: (Usage | undefined)[]): Partial<Usage> {
  const usages = some.filter((usage) => usage !== undefined);
  return usages.length === 0 ? {} : usages.reduce<Usage | undefined>((sum, usage) => total(sum, usage), undefined)!;
}
