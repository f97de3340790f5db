/** What a summary is made of; secrets are masked already. */
export interface SummarisedAction {
  /** The wire `index`. */
  i: number;
  type: string;
  text: string;
  url: string;
}

export interface Summary {
  text: string;
  /** As the server names it; `rules` where no LLM was asked. */
  model: string;
  /** 0 where the server does not say. */
  promptTokens: number;
  completionTokens: number;
}

/** Turns actions into two or three sentences. Rejects with `SummaryError` alone; nothing of prompt or answer is ever logged. */
export abstract class Summariser {
  abstract summarise(actions: readonly SummarisedAction[], signal?: AbortSignal): Promise<Summary>;
}
