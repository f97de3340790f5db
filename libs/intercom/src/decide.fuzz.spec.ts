import * as desk from '@app/desk';
import { type Operation, RETRY_WAITS_S } from '@app/desk';
import fc from 'fast-check';
import { deskErrorOf } from './desk.error';
import { IntercomError, type IntercomErrorKind } from './intercom.error';

/** What follows from an answer of Intercom's: what the adapter makes of it, and what the core makes of that. */
const decide = (operation: Operation, error: IntercomError, attempts: number, nowMs?: number) =>
  desk.decide(operation, deskErrorOf(operation, error, nowMs), attempts);

describe('decide', () => {
  const kinds: IntercomErrorKind[] = ['http', 'unreachable', 'timeout', 'reset', 'unreadable', 'aborted'];
  const oddNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e18));
  const error = fc
    .record({
      kind: fc.constantFrom(...kinds),
      status: fc.option(fc.oneof(fc.integer({ min: 100, max: 599 }), oddNumber), { nil: undefined }),
      code: fc.option(
        fc.constantFrom(
          'admin_not_found',
          'not_found',
          'conversation_part_not_redactable',
          'NOT_SENT',
          'ECONNREFUSED',
          '__proto__',
        ),
        { nil: undefined },
      ),
      retryAfterMs: fc.option(
        oddNumber.filter((ms) => !Number.isNaN(ms)),
        { nil: undefined },
      ),
      rate: fc.option(
        fc.record({ limit: fc.nat(), remaining: fc.nat(), resetAtMs: oddNumber.filter((ms) => !Number.isNaN(ms)) }),
        { nil: undefined },
      ),
    })
    .map((details) => new IntercomError({ call: 'POST /x', ...details }));

  it('has an answer to every failure, within the bounds of the schedule, and ends nothing by mistake', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Operation>('note', 'redaction', 'read'),
        error,
        fc.nat(20),
        (operation, failure, attempts) => {
          const decision = decide(operation, failure, attempts, 1_795_350_000_000);
          expect(decision.reason).not.toBe('');
          if (decision.do === 'wait') {
            expect(failure.status).toBe(429);
            expect(decision.ms).toBeGreaterThanOrEqual(50);
            expect(decision.ms).toBeLessThanOrEqual(300_050);
          }
          if (decision.do === 'retry') {
            const longest = RETRY_WAITS_S.at(-1) ?? 0;
            expect(decision.afterMs).toBeGreaterThanOrEqual(1000);
            expect(decision.afterMs).toBeLessThanOrEqual(longest * 1100);
            if (failure.kind !== 'aborted') expect(attempts).toBeLessThan(RETRY_WAITS_S.length);
          }
          // A note is only given up, or its conversation, by an answer that says so; a broken call is tried again.
          if (decision.do === 'gone') expect(operation).toBe('read');
          if (decision.do === 'done') expect(operation).toBe('redaction');
          if (decision.do === 'fail' && failure.kind !== 'http')
            expect(attempts).toBeGreaterThanOrEqual(RETRY_WAITS_S.length);
          if (failure.kind === 'http' && (failure.status ?? 0) >= 500 && decision.do === 'retry')
            expect(decision.ambiguous).toBe(true);
        },
      ),
      {
        numRuns: 2000,
        endOnFailure: true,
        // Whose word this is, its kind says: in an answer it says nothing about what was stored.
        examples: [['note', new IntercomError({ call: 'POST /x', kind: 'http', status: 502, code: 'NOT_SENT' }), 0]],
      },
    );
  });
});
