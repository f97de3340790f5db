import type { Verdict } from '@app/desk';
import { afterDeferral, afterFailure, MAX_TRIES, mayBeStored, NOBODY_KNOWS, retry, type Tried } from './note.decision';

const tried = (fields: Partial<Tried> = {}): Tried => ({
  tries: 0,
  now: 100_000,
  sentAt: 80_000,
  searchable: true,
  ...fields,
});
const UNSEARCHABLE = tried({ searchable: false });
const broken: Verdict = { do: 'retry', afterMs: 3_000, reason: 'http_503', ambiguous: true };
const plan = (ms: number, known: string, outcome: string, spent: boolean, reason = 'http_503') => ({
  ...{ do: 'plan', ms, known, reason, outcome, spent },
});
const deadLetter = (reason: string) => ({ do: 'dead-letter', reason });

describe('what follows from a call for a note that failed', () => {
  it('a POST that may be stored spends an attempt and is looked for, one that is not is sent again', () => {
    expect(afterFailure(tried(), broken, 'answered')).toEqual(plan(3_000, 'answered', 'retried', true));
    expect(afterFailure(tried(), { ...broken, ambiguous: false }, 'unknown')).toEqual(
      plan(3_000, 'unsent', 'retried', true),
    );
  });

  it.each([
    ['half the time since it was sent', 80_000, 10_000],
    ['at least a second', 99_900, 1_000],
    ['at most a minute', -900_000, 60_000],
  ])('a look-up that failed spends none, and is made again after %s', (_, sentAt, ms) => {
    for (const verdict of [broken, { do: 'fail', reason: 'http_503', ambiguous: true } as const])
      expect(afterFailure(tried({ sentAt, tries: MAX_TRIES }), verdict, 'read')).toEqual(
        plan(ms, 'read', 'deferred', false),
      );
  });

  it('after the last attempt, what is certainly not stored is a dead letter, and what may be is looked for once more', () => {
    const last = tried({ tries: MAX_TRIES });
    expect(retry(tried({ tries: MAX_TRIES - 1 }), 9_000, 'unsent', 'x')).toMatchObject({ do: 'plan', ms: 9_000 });
    expect(retry(last, 9_000, 'unsent', 'x')).toEqual(deadLetter('attempts_spent: x'));
    expect(retry(last, 9_000, 'unknown', 'x')).toEqual(plan(1_000, 'unknown', 'retried', true, 'x'));
  });

  it('at a desk that cannot be searched, what may be stored is a dead letter, and what is not is sent again', () => {
    expect(mayBeStored(UNSEARCHABLE, 1, 'unknown', 'x')).toEqual(deadLetter(NOBODY_KNOWS));
    expect(afterFailure(UNSEARCHABLE, broken, 'unknown')).toEqual(deadLetter(NOBODY_KNOWS));
    expect(afterFailure(UNSEARCHABLE, { ...broken, ambiguous: false }, 'unknown')).toMatchObject({ do: 'plan' });
    const outage: Verdict = { do: 'pause', afterMs: 1, reason: 'http_503', ambiguous: true };
    expect(afterFailure(UNSEARCHABLE, outage, 'unknown')).toEqual(deadLetter(NOBODY_KNOWS));
    expect(afterFailure(UNSEARCHABLE, { ...outage, ambiguous: false }, 'unknown')).toMatchObject({ do: 'park' });
  });

  it.each<[Verdict, 'unknown' | 'read', object]>([
    [
      { do: 'wait', ms: 700, reason: 'rate_limited' },
      'unknown',
      plan(700, 'unsent', 'deferred', false, 'rate_limited'),
    ],
    [{ do: 'wait', ms: 700, reason: 'rate_limited' }, 'read', plan(700, 'read', 'deferred', false, 'rate_limited')],
    [
      { do: 'hold', afterMs: 20_000, reason: 'forbidden' },
      'unknown',
      plan(20_000, 'unsent', 'paused', false, 'forbidden'),
    ],
    [
      { do: 'pause', afterMs: 1, reason: 'x', ambiguous: true },
      'unknown',
      { do: 'park', known: 'unknown', reason: 'x' },
    ],
    [
      { do: 'pause', afterMs: 1, reason: 'x', ambiguous: false },
      'unknown',
      { do: 'park', known: 'unsent', reason: 'x' },
    ],
    [{ do: 'pause', afterMs: 1, reason: 'x', ambiguous: false }, 'read', { do: 'park', known: 'read', reason: 'x' }],
    [{ do: 'fail', reason: 'http_422', ambiguous: false }, 'unknown', deadLetter('http_422')],
    [{ do: 'gone', reason: 'not_found' }, 'unknown', { do: 'end', reason: 'not_found' }],
  ])('%j, where it is %s', (verdict, known, step) => {
    expect(afterFailure(tried(), verdict, known)).toEqual(step);
  });

  it('a conversation that may be gone is read first, where it can be', () => {
    const gone: Verdict = { do: 'confirm-gone', reason: 'not_found' };
    expect(afterFailure(tried(), gone, 'answered')).toEqual(gone);
    expect(afterFailure(UNSEARCHABLE, gone, 'answered')).toEqual({ do: 'end', reason: 'not_found' });
  });

  it('what was not asked because such calls are paused leaves the queue; what waits for its turn comes back', () => {
    expect(afterDeferral({ ms: 900, reason: 'paused' }, 'read')).toEqual({
      do: 'park',
      known: 'read',
      reason: 'paused',
    });
    expect(afterDeferral({ ms: 900, reason: 'budget' }, 'unsent')).toEqual(
      plan(900, 'unsent', 'deferred', false, 'budget'),
    );
  });
});
