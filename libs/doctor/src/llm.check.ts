import { OpenAI } from 'openai';
import { type Check, type Finding, failure, ok, skipped, whyOf } from './check';

/** Servers that speak only completions have no list of models; they are asked for one word. */
const NO_LIST = new Set([404, 405, 501]);

export const llmCheck: Check = {
  names: ['llm'],
  needs: ['OPENAI_BASE_URL', 'OPENAI_MODEL'],
  async run({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL, OPENAI_MODEL: model }, signal) {
    if (!apiKey) return [skipped('no OPENAI_API_KEY: summaries are written by rules')];
    const client = new OpenAI({
      apiKey,
      baseURL,
      maxRetries: 0,
      timeout: 4_500,
      logLevel: 'off',
      organization: null,
      project: null,
    });
    try {
      const { data } = await client.models.list({ signal });
      if (data.some(({ id }) => id === model)) return [ok(`${model} is there`)];
      return [failure(`the key works, but there is no model ${model}`, 'set OPENAI_MODEL to a model of this server')];
    } catch (error) {
      const status = statusOf(error);
      if (status === undefined || !NO_LIST.has(status)) return [refused(status, error)];
    }
    try {
      await client.chat.completions.create(
        { model, max_tokens: 1, messages: [{ role: 'user', content: 'ok' }] },
        { signal },
      );
      return [ok(`${model} answers`)];
    } catch (error) {
      return [refused(statusOf(error), error)];
    }
  },
};

const statusOf = (error: unknown) =>
  error instanceof OpenAI.APIError ? (error.status as number | undefined) : undefined;

function refused(status: number | undefined, error: unknown): Finding {
  if (status === 401) return failure('the key is refused (401)', 'check OPENAI_API_KEY');
  if (status === 403 || status === 404)
    return failure(`the model may not be used (${status})`, 'check OPENAI_MODEL and what the key may use');
  if (status === 429)
    return failure('the quota is used up, or too many requests (429)', 'look at the billing of the LLM account');
  if (status === undefined)
    return failure(`cannot be reached: ${whyOf(error)}`, 'check OPENAI_BASE_URL, and the way there');
  return failure(`answers ${status}`, 'try again later; summaries wait until then');
}
