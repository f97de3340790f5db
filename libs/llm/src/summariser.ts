/** What a summary is made of; secrets are masked already. */
export interface SummarisedAction {
  /** The wire `index`. */
  i: number;
  type: string;
  text: string;
  url: string;
}

/** What an answer of the LLM used. */
export interface Usage {
  /** As the server names it; `rules` where no LLM was asked. */
  model: string;
  /** 0 where the server does not say. */
  promptTokens: number;
  completionTokens: number;
  /** US dollars at list price; absent where the price or the tokens are unknown. */
  costUsd?: number;
}

/** Why no LLM was asked: none is configured, or LLM_DAILY_TOKENS is spent. */
export type RulesReason = 'no_key' | 'daily_tokens';

export interface Summary extends Usage {
  text: string;
  rulesBecause?: RulesReason;
}

/**
 * Turns actions into two or three sentences. Rejects with `SummaryError` (a failed try) or `SummaryPostponed` (not tried) alone; nothing
 * of prompt or answer is ever logged.
 */
export abstract class Summariser {
  abstract summarise(actions: readonly SummarisedAction[], signal?: AbortSignal): Promise<Summary>;
}
