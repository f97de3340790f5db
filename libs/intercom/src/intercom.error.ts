import type { RateSeen } from '@app/desk';

/**
 * What is certain about a call that did not succeed:
 * - `http`: Intercom answered with `status` (3xx, 4xx, 5xx);
 * - `unreachable`: the request was never sent (refused, DNS, TLS, connect time-out): certainly not stored;
 * - `timeout`, `reset`, `unreadable`, `aborted`: the request may have been carried out, or not.
 */
export type IntercomErrorKind = 'http' | 'timeout' | 'reset' | 'unreachable' | 'unreadable' | 'aborted';

export interface IntercomErrorDetails {
  kind: IntercomErrorKind;
  /** The call without ids, as `POST /conversations/{id}/reply`. */
  call: string;
  status?: number;
  /** Intercom's first error code, or the code of the socket error. `NOT_SENT`: aborted before anything was sent. */
  code?: string;
  requestId?: string;
  /** How long the answer asks to wait, from `Retry-After`. */
  retryAfterMs?: number;
  rate?: RateSeen;
}

/** Messages hold the call, the status, codes and Intercom's request id: never a token, never a word of a user. */
export class IntercomError extends Error {
  readonly kind: IntercomErrorKind;
  readonly status?: number;
  readonly code?: string;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly rate?: RateSeen;

  constructor({ call, ...details }: IntercomErrorDetails) {
    const { kind, status, code, requestId } = details;
    const outcome = [kind === 'http' ? undefined : kind, status, code].filter((part) => part !== undefined).join(' ');
    super(`Intercom ${call}: ${outcome}${requestId ? ` (request ${requestId})` : ''}`);
    this.name = 'IntercomError';
    this.kind = details.kind;
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.retryAfterMs = details.retryAfterMs;
    this.rate = details.rate;
  }
}

/** Codes of undici, Node's resolver, sockets and TLS that arise before a request is written. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const TIMED_OUT = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);
const MAX_DEPTH = 5;

/**
 * Classifies whatever a request threw, by codes along `cause` and `errors` (happy eyeballs tries several addresses):
 * `instanceof` says nothing across realms. Unreachable only when every leaf says so; in doubt it is ambiguous.
 */
export function classifyFailure(thrown: unknown): { kind: 'timeout' | 'reset' | 'unreachable'; code?: string } {
  const leaves = leavesOf(thrown, 0);
  const code = leaves.find((leaf) => leaf.code)?.code;
  if (leaves.length > 0 && leaves.every(neverSent)) return { kind: 'unreachable', code };
  if (leaves.some((leaf) => leaf.code !== undefined && TIMED_OUT.has(leaf.code))) return { kind: 'timeout', code };
  return { kind: 'reset', code };
}

interface Leaf {
  code?: string;
  syscall?: string;
}

const neverSent = ({ code, syscall }: Leaf) =>
  (code !== undefined && NEVER_SENT.has(code)) || (code === 'ETIMEDOUT' && syscall === 'connect');

function leavesOf(thrown: unknown, depth: number): Leaf[] {
  if (typeof thrown !== 'object' || thrown === null || depth > MAX_DEPTH) return [{}];
  const { cause, errors, code, syscall } = thrown as Record<string, unknown>;
  if (Array.isArray(errors) && errors.length > 0) return errors.flatMap((each) => leavesOf(each, depth + 1));
  if (cause !== undefined) return leavesOf(cause, depth + 1);
  return [
    {
      code: typeof code === 'string' ? code.slice(0, 64) : undefined,
      syscall: typeof syscall === 'string' ? syscall : undefined,
    },
  ];
}
