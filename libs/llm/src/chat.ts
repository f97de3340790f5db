import type { Prompt } from './prompt';
import type { Usage } from './summariser';

/** What the LLM said, as it came: outside text that no check has seen. */
export interface Answer extends Usage {
  text: string;
}

/** One question to an LLM. Rejects with `SummaryError` alone. */
export abstract class Chat {
  abstract complete(prompt: Prompt, signal?: AbortSignal): Promise<Answer>;
}
