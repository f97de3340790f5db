import * as desk from '@app/desk';
import { type Operation, RETRY_WAITS_S } from '@app/desk';
import { deskErrorOf } from './desk.error';
import { IntercomError, type IntercomErrorDetails } from './intercom.error';

const failed = (details: Omit<IntercomErrorDetails, 'call'>) => new IntercomError({ call: 'POST /x', ...details });
const http = (status: number, code?: string) => failed({ kind: 'http', status, code });
const everyOperation: Operation[] = ['note', 'redaction', 'read'];

/** What follows from an answer of Intercom's: what the adapter makes of it, and what the core makes of that. */
const decide = (operation: Operation, error: IntercomError, attempts: number, nowMs?: number) =>
  desk.decide(operation, deskErrorOf(operation, error, nowMs), attempts);
const isOver = (error: IntercomError) => desk.isOver(deskErrorOf('note', error));

describe('decide', () => {
  it('waits for the reset on a 429 and spends no attempt, however often', () => {
    const rate = { limit: 10, remaining: 0, resetAtMs: 1_004_000 };
    for (const operation of everyOperation) {
      const decision = decide(operation, failed({ kind: 'http', status: 429, rate }), 99, 1_000_000);
      expect(decision).toEqual({ do: 'wait', ms: expect.any(Number), reason: 'http_429' });
      expect(decision.do === 'wait' && decision.ms).toBeGreaterThanOrEqual(4000);
      expect(decision.do === 'wait' && decision.ms).toBeLessThanOrEqual(4050);
    }
  });

  it.each([
    ['Retry-After before the reset', { retryAfterMs: 700, rate: { limit: 1, remaining: 0, resetAtMs: 9_000 } }, 700],
    ['one window without any hint', {}, 10_000],
    ['at least a moment for a reset that is over', { rate: { limit: 1, remaining: 0, resetAtMs: -50_000 } }, 50],
    ['at most five minutes', { retryAfterMs: 1e12 }, 300_000],
  ])('after a 429 waits %s', (_, hint, ms) => {
    const decision = decide('note', failed({ kind: 'http', status: 429, ...hint }), 0, 0);
    if (decision.do !== 'wait') throw new Error(decision.do);
    expect(decision.ms - ms).toBeGreaterThanOrEqual(0);
    expect(decision.ms - ms).toBeLessThanOrEqual(50);
  });

  it('retries what was certainly not stored without a look', () => {
    const decision = decide('note', failed({ kind: 'unreachable', code: 'ECONNREFUSED' }), 0);
    expect(decision).toMatchObject({ do: 'retry', ambiguous: false, reason: 'ECONNREFUSED' });
  });

  it.each([
    [http(408)],
    [http(500)],
    [http(503, 'service_unavailable')],
    [http(599)],
    [failed({ kind: 'timeout' })],
    [failed({ kind: 'reset', code: 'ECONNRESET' })],
    [failed({ kind: 'unreadable', status: 200 })],
    [failed({ kind: 'aborted' })],
  ])('retries %s as ambiguous', (error) => {
    for (const operation of everyOperation) {
      expect(decide(operation, error, 0)).toMatchObject({ do: 'retry', ambiguous: true });
    }
  });

  it('waits 1, 3, 10, 30, 60, 180 and 300 s with up to 10 % on top, then fails', () => {
    const error = http(503);
    RETRY_WAITS_S.forEach((seconds, attempts) => {
      const decision = decide('note', error, attempts);
      if (decision.do !== 'retry') throw new Error(decision.do);
      expect(decision.afterMs).toBeGreaterThanOrEqual(seconds * 1000);
      expect(decision.afterMs).toBeLessThanOrEqual(seconds * 1100);
    });
    expect(RETRY_WAITS_S).toEqual([1, 3, 10, 30, 60, 180, 300]);
    expect(decide('note', error, 7)).toEqual({ do: 'fail', reason: 'attempts_spent: http_503', ambiguous: true });
    expect(decide('note', failed({ kind: 'unreachable' }), 7)).toMatchObject({ do: 'fail', ambiguous: false });
  });

  it('never spends the last attempt on an abort of our own', () => {
    expect(decide('note', failed({ kind: 'aborted' }), 50)).toMatchObject({ do: 'retry', ambiguous: true });
    expect(decide('note', failed({ kind: 'aborted', code: 'NOT_SENT' }), 0)).toMatchObject({ ambiguous: false });
  });

  it.each([400, 409, 410, 413, 422, 418])('gives up a note, and only that note, on %d', (status) => {
    expect(decide('note', http(status, 'parameter_invalid'), 0)).toEqual({
      do: 'fail',
      reason: 'parameter_invalid',
      ambiguous: false,
    });
  });

  it.each([
    [401, 'unauthorized', 'all'],
    [402, 'api_plan_restricted', 'kind'],
    [404, 'admin_not_found', 'kind'],
    [405, undefined, 'kind'],
    [406, 'intercom_version_invalid', 'kind'],
    [301, undefined, 'kind'],
  ])('pauses on %d %s: %s', (status, code, stops) => {
    for (const operation of everyOperation) {
      expect(decide(operation, http(status, code), 7)).toEqual({
        do: 'pause',
        stops,
        reason: code ?? `http_${status}`,
      });
    }
  });

  it('leaves a 403 to whoever knows what became of others', () => {
    for (const operation of everyOperation) {
      expect(decide(operation, http(403, 'forbidden'), 7)).toEqual({ do: 'refused', reason: 'forbidden' });
    }
  });

  it('a gateway that answers in the place of the server ends nothing', () => {
    for (const status of [408, 502, 503, 504, 520, 524]) expect(isOver(http(status))).toBe(false);
    for (const kind of ['timeout', 'reset', 'aborted', 'unreachable'] as const)
      expect(isOver(failed({ kind }))).toBe(false);
    expect(isOver(http(500))).toBe(true);
    expect(isOver(failed({ kind: 'unreadable', status: 200 }))).toBe(true);
  });

  it('has any other 404 of a note confirmed, and believes the read that confirms it', () => {
    expect(decide('note', http(404, 'not_found'), 0)).toEqual({ do: 'confirm-gone', reason: 'not_found' });
    expect(decide('note', http(404), 0)).toEqual({ do: 'confirm-gone', reason: 'http_404' });
    expect(decide('read', http(404, 'not_found'), 0)).toEqual({ do: 'gone', reason: 'not_found' });
  });

  it('is done with a redaction of what is gone or already blank, and only then', () => {
    expect(decide('redaction', http(404, 'conversation_part_or_message_not_found'), 0).do).toBe('done');
    expect(decide('redaction', http(400, 'conversation_part_not_redactable'), 0).do).toBe('done');
    expect(decide('redaction', http(400, 'parameter_invalid'), 0).do).toBe('fail');
    expect(decide('note', http(400, 'conversation_part_not_redactable'), 0).do).toBe('fail');
  });
});
