import { randomUUID } from 'node:crypto';
import type { Fault } from '../faults/faults';
import type { Answer } from '../http/answer';
import { unixNow } from '../intercom/model';
import { readPrompt } from './prompted';
import { proseOf } from './prose';

export interface ChatRequest {
  model: string;
  prompt: string;
}

export function openaiError(status: number, message: string, code: string | null): Answer {
  const type = status === 401 || status === 429 ? code : status >= 500 ? 'server_error' : 'invalid_request_error';
  return { status, body: { error: { message, type, param: null, code } } };
}

/** The request's model and all of its messages' text, or the answer that refuses it. */
export function readChat(body: unknown): ChatRequest | Answer {
  const given = (body ?? {}) as { model?: unknown; messages?: unknown; stream?: unknown };
  if (typeof given.model !== 'string' || given.model === '') {
    return openaiError(400, 'you must provide a model parameter', null);
  }
  if (!Array.isArray(given.messages) || given.messages.length === 0) {
    return openaiError(400, "Missing required parameter: 'messages'.", 'missing_required_parameter');
  }
  if (given.stream === true) return openaiError(400, 'This server does not stream.', 'unsupported_value');
  return { model: given.model, prompt: given.messages.map(textOf).join('\n\n') };
}

function textOf(message: unknown): string {
  const content = (message as { content?: unknown } | null)?.content;
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((piece) => String((piece as { text?: unknown } | null)?.text ?? '')).join('');
}

/** A chat completion in OpenAI's shape; tokens are counted as a quarter of the characters. */
export function completion({ model, prompt }: ChatRequest): Answer {
  const content = proseOf(readPrompt(prompt));
  return completionOf(model, prompt, { role: 'assistant', content, refusal: null });
}

/** `empty-completion`, `refusal` and `answer` (its own words), as a server that is otherwise well answers them. */
export function distortCompletion(answer: Answer, { kind, body: said }: Pick<Fault, 'kind' | 'body'>): Answer {
  const body = answer.body as { choices?: { message: Record<string, unknown> }[] };
  const message = body.choices?.[0]?.message;
  if (message && kind === 'empty-completion') message['content'] = '';
  if (message && kind === 'answer') message['content'] = String(said);
  if (message && kind === 'refusal')
    Object.assign(message, { content: null, refusal: "I'm sorry, I can't help with that." });
  return answer;
}

function completionOf(
  model: string,
  prompt: string,
  message: { role: string; content: string; refusal: null },
): Answer {
  const [asked, said] = [Math.ceil(prompt.length / 4), Math.ceil(message.content.length / 4)];
  return {
    status: 200,
    body: {
      id: `chatcmpl-${randomUUID()}`,
      object: 'chat.completion',
      created: unixNow(),
      model,
      choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
      usage: { prompt_tokens: asked, completion_tokens: said, total_tokens: asked + said },
      system_fingerprint: null,
    },
  };
}
