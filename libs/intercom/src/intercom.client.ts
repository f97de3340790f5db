import { Agent, request, type Dispatcher } from 'undici';
import { classifyFailure, IntercomError, type IntercomErrorDetails } from './intercom.error';
import { readRateHeaders, readRetryAfter, type RateHeaders } from './rate.headers';
import { MAX_BODY_BYTES, readJsonObject } from './response.body';

export interface IntercomClientOptions {
  baseUrl: string;
  accessToken: string;
  adminId: string;
  apiVersion: string;
  /** Bounds a whole call: connecting, the headers and the last byte of the body. */
  timeoutMs: number;
}

export interface IntercomResponse {
  status: number;
  /** What Intercom sent: any JSON object, not trusted to have the documented shape. */
  body: Record<string, unknown>;
  rate: RateHeaders | null;
}

interface Call {
  method: 'GET' | 'POST';
  /** The path with its ids left out, for messages. */
  name: string;
  path: string;
  json?: unknown;
}

/**
 * The calls of Intercom's API that Sidenote makes, each exactly once: no retry, no rate limit, no redirect followed
 * (a token never travels to another host). Every method throws `IntercomError` and nothing else. On undici's `request`, the engine
 * under `fetch`, at a third of its CPU time (docs/adr/0008).
 */
export class IntercomClient {
  private readonly baseUrl: string;
  private readonly headers: Record<string, string>;
  private readonly skipsNotifications: boolean;
  /** Keeps connections alive between calls. */
  private readonly dispatcher = new Agent({ maxResponseSize: MAX_BODY_BYTES });

  constructor(private readonly options: IntercomClientOptions) {
    if (!/^[\x21-\x7e]+$/.test(options.accessToken)) {
      throw new Error('INTERCOM_ACCESS_TOKEN holds characters that no HTTP header can carry; copy it again');
    }
    this.baseUrl = options.baseUrl.replace(/\/+$/, '');
    this.headers = {
      authorization: `Bearer ${options.accessToken}`,
      accept: 'application/json',
      'intercom-version': options.apiVersion,
      'user-agent': 'sidenote',
    };
    this.skipsNotifications = knowsSkipNotifications(options.apiVersion);
  }

  /** Posts an internal note as our admin. The answer's parts hold the new one, not necessarily as the last: see `findNote`. */
  postNote(conversationId: string, html: string, signal?: AbortSignal): Promise<IntercomResponse> {
    const json = {
      message_type: 'note',
      type: 'admin',
      admin_id: this.options.adminId,
      body: html,
      ...(this.skipsNotifications ? { skip_notifications: true } : {}),
    };
    const path = `/conversations/${encodeURIComponent(conversationId)}/reply`;
    return this.send({ method: 'POST', name: '/conversations/{id}/reply', path, json }, signal);
  }

  /** Blanks a part for ever. A part that is already blank answers 400 `conversation_part_not_redactable`. */
  redact(conversationId: string, partId: string, signal?: AbortSignal): Promise<IntercomResponse> {
    const json = { type: 'conversation_part', conversation_id: conversationId, conversation_part_id: partId };
    return this.send({ method: 'POST', name: '/conversations/redact', path: '/conversations/redact', json }, signal);
  }

  /** A conversation with its 500 most recent parts, in no promised order. */
  getConversation(conversationId: string, signal?: AbortSignal): Promise<IntercomResponse> {
    const path = `/conversations/${encodeURIComponent(conversationId)}`;
    return this.send({ method: 'GET', name: '/conversations/{id}', path }, signal);
  }

  getContact(contactId: string, signal?: AbortSignal): Promise<IntercomResponse> {
    const path = `/contacts/${encodeURIComponent(contactId)}`;
    return this.send({ method: 'GET', name: '/contacts/{id}', path }, signal);
  }

  /** Whose token this is: the admin, and the workspace as `app.id_code` and `app.region`. */
  me(signal?: AbortSignal): Promise<IntercomResponse> {
    return this.send({ method: 'GET', name: '/me', path: '/me' }, signal);
  }

  admins(signal?: AbortSignal): Promise<IntercomResponse> {
    return this.send({ method: 'GET', name: '/admins', path: '/admins' }, signal);
  }

  /**
   * One page of at most 150 conversations updated after `updatedSince` (Unix seconds).
   * The next page starts at the answer's `pages.next.starting_after`.
   */
  searchConversations(
    { updatedSince, startingAfter }: { updatedSince: number; startingAfter?: string },
    signal?: AbortSignal,
  ): Promise<IntercomResponse> {
    const json = {
      query: { field: 'updated_at', operator: '>', value: Math.floor(updatedSince) },
      pagination: { per_page: 150, ...(startingAfter === undefined ? {} : { starting_after: startingAfter }) },
    };
    return this.send({ method: 'POST', name: '/conversations/search', path: '/conversations/search', json }, signal);
  }

  private async send(call: Call, signal?: AbortSignal): Promise<IntercomResponse> {
    const name = `${call.method} ${call.name}`;
    if (signal?.aborted) throw new IntercomError({ call: name, kind: 'aborted', code: 'NOT_SENT' });
    const stop = new AbortController();
    let stopped: 'timeout' | 'aborted' | undefined;
    const stopAs = (why: 'timeout' | 'aborted') => {
      stopped ??= why;
      stop.abort();
    };
    const onAbort = () => stopAs('aborted');
    const timer = setTimeout(stopAs, this.options.timeoutMs, 'timeout');
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.exchange(call, name, stop.signal);
    } catch (error) {
      if (error instanceof IntercomError) throw error;
      throw new IntercomError({ call: name, ...(stopped ? { kind: stopped } : classifyFailure(error)) });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  private async exchange(call: Call, name: string, signal: AbortSignal): Promise<IntercomResponse> {
    const askedAtMs = Date.now();
    const response = await request(this.baseUrl + call.path, {
      method: call.method,
      headers: call.json === undefined ? this.headers : { ...this.headers, 'content-type': 'application/json' },
      body: call.json === undefined ? null : JSON.stringify(call.json),
      dispatcher: this.dispatcher,
      signal,
    });
    const { statusCode: status } = response;
    const read = readRateHeaders(response.headers);
    const rate = read && { ...read, askedAtMs };
    if (status < 200 || status > 299) {
      throw new IntercomError({ call: name, ...(await refusal(response)), rate: rate ?? undefined });
    }
    const body = await readJsonObject(response);
    if (!body) throw new IntercomError({ call: name, kind: 'unreadable', status, rate: rate ?? undefined });
    return { status, body, rate };
  }
}

async function refusal(response: Dispatcher.ResponseData): Promise<Omit<IntercomErrorDetails, 'call'>> {
  // The status alone decides when the body stalls or breaks off: an answer is never turned into an ambiguous failure.
  const body = await readJsonObject(response).catch(() => null);
  const first: unknown = Array.isArray(body?.errors) ? body.errors[0] : undefined;
  const code = typeof first === 'object' && first !== null ? (first as Record<string, unknown>).code : undefined;
  return {
    kind: 'http',
    status: response.statusCode,
    code: plainWord(code),
    requestId: plainWord(body?.request_id),
    retryAfterMs: readRetryAfter(response.headers),
  };
}

/** Codes and ids go to the log: only what cannot be anybody's text. */
function plainWord(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined;
}

/** `skip_notifications` exists from API 2.15 on; older versions refuse unknown parameters. */
function knowsSkipNotifications(version: string): boolean {
  const [major = NaN, minor = NaN] = version.split('.').map(Number);
  return Number.isNaN(major) || major > 2 || (major === 2 && minor >= 15);
}
