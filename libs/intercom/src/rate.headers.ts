import type { IncomingHttpHeaders } from 'node:http';
import type { RateSeen } from '@app/desk';

/** `Date` has whole seconds: smaller differences of the clocks cannot be told from that. */
const CLOCKS_DISAGREE_MS = 2000;

/** Reads `X-RateLimit-Limit`, `-Remaining` and `-Reset` (Unix seconds). Null unless all three make sense. */
export function readRateHeaders(headers: IncomingHttpHeaders, askedAtMs: number, nowMs = Date.now()): RateSeen | null {
  const limit = number(headers['x-ratelimit-limit']);
  const remaining = number(headers['x-ratelimit-remaining']);
  const reset = number(headers['x-ratelimit-reset']);
  if (limit === null || remaining === null || reset === null) return null;
  if (limit < 1 || remaining < 0 || limit > 1e9) return null;
  const resetAtMs = Math.round(reset * 1000) - skewMs(headers, askedAtMs, nowMs);
  return {
    limit: Math.floor(limit),
    remaining: Math.min(Math.floor(remaining), Math.floor(limit)),
    resetAtMs,
    askedAtMs,
  };
}

/** `Retry-After` in milliseconds from now: seconds or an HTTP date. Undefined when absent or unreadable. */
export function readRetryAfter(
  headers: IncomingHttpHeaders,
  askedAtMs: number,
  nowMs = Date.now(),
): number | undefined {
  const value = headers['retry-after'];
  if (value === undefined) return undefined;
  const seconds = number(value);
  if (seconds !== null) return seconds >= 0 ? Math.round(seconds * 1000) : undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - skewMs(headers, askedAtMs, nowMs) - nowMs);
}

/** How far Intercom's clock is from ours. Where they agree, `Date` lies between the call and now, however long the answer was on its way. */
function skewMs(headers: IncomingHttpHeaders, askedAtMs: number, nowMs: number): number {
  const server = Date.parse(headers.date ?? '');
  if (Number.isNaN(server)) return 0;
  const skew = Math.max(0, server - nowMs) + Math.min(0, server - askedAtMs);
  return Math.abs(skew) > CLOCKS_DISAGREE_MS ? skew : 0;
}

/** A header that came twice is not believed. */
function number(text: string | string[] | undefined): number | null {
  return typeof text === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(text.trim()) ? Number(text) : null;
}
