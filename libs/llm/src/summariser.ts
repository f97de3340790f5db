/** What a summary is made of; secrets are masked already. */
export interface SummarisedAction {
  /** The wire `index`. */
  i: number;
  type: string;
  text: string;
  url: string;
  /** Unix seconds; absent or 0: unknown. */
  ts?: number;
}

/** All that a summary is written from. Every action in it is told to the LLM: what is covered is told. */
export interface SummaryRequest {
  actions: readonly SummarisedAction[];
  /** Lines of what led to the question: the end of the note that was posted at the link. They are not covered. */
  before?: readonly string[];
  /** The prose of the summary before, where this one covers it too. */
  earlier?: string;
  /** What stands out in these actions, in words. */
  signals?: readonly string[];
}

export interface SummariseOptions {
  signal?: AbortSignal;
  /** Attempts that failed so far for this summary alone: the LLM worked, its answer was no use. */
  failedAlone?: number;
}

/** What an answer of the LLM used. */
export interface Usage {
  /** As the server names it; `rules` where no LLM wrote. */
  model: string;
  /** 0 where the server does not say. */
  promptTokens: number;
  completionTokens: number;
  /** US dollars at list price; absent where the price or the tokens are unknown. */
  costUsd?: number;
}

/** Why rules wrote: no LLM is configured, LLM_DAILY_TOKENS is spent, the gate refused two answers, or ten attempts were no use. */
export type RulesReason = 'no_key' | 'daily_tokens' | 'gate' | 'attempts';

export interface Summary extends Usage {
  text: string;
  /** Who wrote it: the model, or `rules`. Where rules wrote, nothing may be redacted. */
  by: string;
  rulesBecause?: RulesReason;
  /** Why the gate refused an answer: one word each, never a text. */
  refused?: string[];
}

/**
 * Turns actions into a few sentences. Rejects with `SummaryError` (a failed try) or `SummaryPostponed` (not tried) alone; nothing of
 * prompt or answer is ever logged.
 */
export abstract class Summariser {
  abstract summarise(request: SummaryRequest, options?: SummariseOptions): Promise<Summary>;
}
