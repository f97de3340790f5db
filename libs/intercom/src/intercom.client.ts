import type { RateSeen } from '@app/desk';
import { Agent } from 'undici';
import { exchange, MAX_BODY_BYTES, Stopped, type Answer } from './exchange';
import { classifyFailure, IntercomError, type IntercomErrorDetails } from './intercom.error';
import { readRateHeaders, readRetryAfter } from './rate.headers';

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
  rate: RateSeen | null;
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
 * (a token never travels to another host). Every method throws `IntercomError` and nothing else. On undici, the engine
 * under `fetch`, at a fraction of its CPU time (docs/adr/0008).
 */
export class IntercomClient {
  private readonly origin: string;
  /** Of every path. */
  private readonly root: string;
  private readonly headers: Record<string, string>;
  private readonly jsonHeaders: Record<string, string>;
  private readonly skipsNotifications: boolean;
  /** Keeps connections alive between calls. */
  private readonly dispatcher = new Agent({ maxResponseSize: MAX_BODY_BYTES });

  constructor(private readonly options: IntercomClientOptions) {
    if (!/^[\x21-\x7e]+$/.test(options.accessToken)) {
      throw new Error('INTERCOM_ACCESS_TOKEN holds characters that no HTTP header can carry; copy it again');
    }
    const { origin, pathname } = new URL(options.baseUrl);
    this.origin = origin;
    this.root = pathname.replace(/\/+$/, '');
    this.headers = {
      authorization: `Bearer ${options.accessToken}`,
      accept: 'application/json',
      'intercom-version': options.apiVersion,
      'user-agent': 'sidenote',
    };
    this.jsonHeaders = { ...this.headers, 'content-type': 'application/json' };
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
    const askedAtMs = Date.now();
    const answer = await this.ask(call, signal).catch((error: unknown) => {
      throw new IntercomError({
        call: name,
        ...(error instanceof Stopped ? classifyStop(error) : classifyFailure(error)),
      });
    });
    const { status, headers } = answer;
    const rate = readRateHeaders(headers, askedAtMs) ?? undefined;
    const body = jsonObject(answer.text);
    if (status < 200 || status > 299) {
      throw new IntercomError({ call: name, ...refusal(answer, body, askedAtMs), rate });
    }
    if (!body) throw new IntercomError({ call: name, kind: 'unreadable', status, rate });
    return { status, body, rate: rate ?? null };
  }

  private ask({ method, path, json }: Call, signal?: AbortSignal): Promise<Answer> {
    const request = {
      origin: this.origin,
      path: this.root + path,
      method,
      headers: json === undefined ? this.headers : this.jsonHeaders,
      body: json === undefined ? null : JSON.stringify(json),
    };
    return exchange(this.dispatcher, request, this.options.timeoutMs, signal);
  }
}

function refusal(
  { status, headers }: Answer,
  body: Record<string, unknown> | null,
  askedAtMs: number,
): Omit<IntercomErrorDetails, 'call'> {
  const first: unknown = Array.isArray(body?.errors) ? body.errors[0] : undefined;
  const code = typeof first === 'object' && first !== null ? (first as Record<string, unknown>).code : undefined;
  return {
    kind: 'http',
    status,
    code: plainWord(code),
    requestId: plainWord(body?.request_id),
    retryAfterMs: readRetryAfter(headers, askedAtMs),
  };
}

function classifyStop({ why, sent }: Stopped): Pick<IntercomErrorDetails, 'kind' | 'code'> {
  if (sent) return { kind: why };
  return why === 'timeout' ? { kind: 'unreachable', code: 'CONNECT_TIMEOUT' } : { kind: 'aborted', code: 'NOT_SENT' };
}

/** Null where the text is none, not JSON, or not an object. */
function jsonObject(text: string | null): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
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
