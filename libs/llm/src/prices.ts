/** US dollars per million tokens. */
interface Price {
  prompt: number;
  completion: number;
}

/**
 * OpenAI's list prices (https://openai.com/api/pricing, standard tier), as quoted by several public price tables in August 2026. Cached
 * input is cheaper, so a cost made of these is an upper bound. A server that only speaks OpenAI's language may bill otherwise.
 */
const PRICES: Readonly<Record<string, Price>> = {
  'gpt-4o-mini': { prompt: 0.15, completion: 0.6 },
  'gpt-4o': { prompt: 2.5, completion: 10 },
  'gpt-4o-2024-05-13': { prompt: 5, completion: 15 },
  'gpt-4.1': { prompt: 2, completion: 8 },
  'gpt-4.1-mini': { prompt: 0.4, completion: 1.6 },
  'gpt-4.1-nano': { prompt: 0.1, completion: 0.4 },
  'gpt-4-turbo': { prompt: 10, completion: 30 },
  'gpt-3.5-turbo': { prompt: 0.5, completion: 1.5 },
};

/** Models are asked for by a name and answer with a dated one: `gpt-4o-mini-2024-07-18`. */
const DATE = /-\d{4}-\d{2}-\d{2}$/;

function priceOf(model: string): Price | undefined {
  const name = [model, model.replace(DATE, '')].find((known) => Object.hasOwn(PRICES, known));
  return name === undefined ? undefined : PRICES[name];
}

/** What a call cost in US dollars; undefined (unknown, which is not 0) without a known price or without token counts. */
export function costUsd(model: string, promptTokens: number, completionTokens: number): number | undefined {
  const price = priceOf(model);
  if (!price || promptTokens + completionTokens === 0) return undefined;
  return (promptTokens * price.prompt + completionTokens * price.completion) / 1_000_000;
}
