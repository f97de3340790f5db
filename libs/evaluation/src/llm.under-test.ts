import { Chat, costUsd, expectedTokens, LlmSummariser, type PromptWords, type Summariser } from '@app/llm';
import { actionsOf, type GoldenVisit } from './script';

/** An answer of two to four sentences. */
const ANSWER_TOKENS = 90;
/** What `expectedTokens` reserves for the answer. */
const RESERVED = 256;

export interface LlmUnderTest {
  chat: Chat;
  words: PromptWords;
  mask: (text: string) => string;
}

/** The summariser of the service without its budget and breaker: an evaluation spends what it said that it would. */
export const llmUnderTest = ({ chat, words, mask }: LlmUnderTest): Summariser =>
  new LlmSummariser({
    chat,
    words,
    mask,
    gate: {
      ask: (tokens) => Promise.resolve({ do: 'ask', reservation: { day: 0, tokens } }),
      answered: () => Promise.resolve(),
    },
  });

export interface Price {
  calls: number;
  tokens: number;
  /** Undefined where the model has no known price. */
  usd?: number;
}

/** What an evaluation is going to cost at list price, as far as one can know before; a refused answer is asked for once more. */
export function priceOf(visits: readonly GoldenVisit[], runs: number, model: string, words: PromptWords): Price {
  const prompts = visits.map((visit) => expectedTokens({ actions: actionsOf(visit) }, words) - RESERVED);
  const prompt = runs * prompts.reduce((total, tokens) => total + tokens, 0);
  const calls = runs * visits.length;
  return { calls, tokens: prompt + calls * ANSWER_TOKENS, usd: costUsd(model, prompt, calls * ANSWER_TOKENS) };
}
