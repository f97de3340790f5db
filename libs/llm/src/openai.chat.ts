import { cut } from '@app/notes';
import { OpenAI } from 'openai';
import { BodyTooLong, boundedFetch } from './bounded.fetch';
import { costUsd } from './prices';
import { type Answer, Chat } from './chat';
import { ANSWER_TOKENS, type Prompt } from './prompt';
import type { Usage } from './summariser';
import { SummaryError, type SummaryErrorKind } from './summary.error';

export interface OpenAiOptions {
  apiKey: string;
  baseURL: string;
  model: string;
  /** Milliseconds for the whole call, body included. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
const TEMPERATURE = 0.3;
/** 256 tokens are about 1,000 characters; what is much longer does not come from them. */
const MAX_ANSWER = 3000;

/** Bytes of a whole answer, unpacked: 256 tokens and their frame take a few thousand. */
const MAX_BODY = 256 * 1024;

/** No call of ours uses more, whatever a server says. */
const MOST_TOKENS = 1_000_000;

/** Models that decline do so in their first words. */
const DECLINES =
  /^(?:i['’]?m |i am )?(?:sorry|unable to|afraid)\b[^.]{0,40}\b(?:can['’]?t|cannot|can not|unable|won['’]?t|not able)\b|^i (?:can['’]?t|cannot|won['’]?t|am unable to|am not able to) (?:assist|help|comply|summari[sz]e|provide|fulfil)/i;

/** OpenAI's chat completions, or any server that speaks them. Never retries by itself: our queue does. */
export class OpenAiChat extends Chat {
  private readonly client: OpenAI;
  private readonly timeoutMs: number;

  constructor(private readonly options: OpenAiOptions) {
    super();
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.client = new OpenAI({
      apiKey: options.apiKey,
      baseURL: options.baseURL,
      timeout: this.timeoutMs,
      fetch: boundedFetch(MAX_BODY),
      maxRetries: 0,
      // Nothing but our own settings decides, and the library never logs prompts.
      logLevel: 'off',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
    });
  }

  async complete({ system, user }: Prompt, signal?: AbortSignal): Promise<Answer> {
    // The library's own time-out ends with the headers; this one covers a stalled or endless body too.
    const deadline = AbortSignal.timeout(this.timeoutMs);
    let answer: unknown;
    try {
      answer = await this.client.chat.completions.create(
        {
          model: this.options.model,
          temperature: TEMPERATURE,
          max_tokens: ANSWER_TOKENS,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: user },
          ],
        },
        { signal: signal ? AbortSignal.any([signal, deadline]) : deadline },
      );
    } catch (error) {
      throw failure(error, signal, deadline);
    }
    return read(answer, this.options.model);
  }
}

function failure(error: unknown, signal: AbortSignal | undefined, deadline: AbortSignal): SummaryError {
  if (signal?.aborted) return new SummaryError('aborted');
  if (error instanceof BodyTooLong || (error as { cause?: unknown } | null)?.cause instanceof BodyTooLong)
    return new SummaryError('unreadable');
  if (deadline.aborted || error instanceof OpenAI.APIConnectionTimeoutError) return new SummaryError('timeout');
  if (error instanceof OpenAI.APIConnectionError) return new SummaryError('network');
  if (error instanceof OpenAI.APIError && typeof error.status === 'number')
    return new SummaryError('http', error.status);
  // JSON.parse on the body of a 200; the name, since errors of other realms fail instanceof.
  return new SummaryError((error as Error | null)?.name === 'SyntaxError' ? 'unreadable' : 'network');
}

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const tokens = (value: unknown) =>
  Number.isSafeInteger(value) ? Math.min(MOST_TOKENS, Math.max(0, Number(value))) : 0;

/** The answer may come from any server: nothing of its shape is believed. */
function read(answer: unknown, model: string): Answer {
  const { choices } = fieldsOf(answer);
  const used = usageOf(answer, model);
  const choice = Array.isArray(choices) ? fieldsOf(choices[0]) : {};
  const { content, refusal } = fieldsOf(choice.message);
  if (choice.message === undefined) throw useless('unreadable', used);
  if ((typeof refusal === 'string' && refusal !== '') || choice.finish_reason === 'content_filter')
    throw useless('refusal', used);
  if (content !== undefined && content !== null && typeof content !== 'string') throw useless('unreadable', used);
  const text = (content ?? '').trim();
  if (!/[\p{L}\p{N}]/u.test(text)) throw useless('empty', used);
  if (DECLINES.test(text)) throw useless('refusal', used);
  return { text: cut(text, MAX_ANSWER), ...used };
}

const useless = (kind: SummaryErrorKind, used: Usage) => new SummaryError(kind, undefined, used);

function usageOf(answer: unknown, asked: string): Usage {
  const { usage, model: answered } = fieldsOf(answer);
  const { prompt_tokens, completion_tokens } = fieldsOf(usage);
  const model = typeof answered === 'string' && answered !== '' ? cut(answered, 100) : asked;
  const [promptTokens, completionTokens] = [tokens(prompt_tokens), tokens(completion_tokens)];
  return { model, promptTokens, completionTokens, costUsd: costUsd(model, promptTokens, completionTokens) };
}
