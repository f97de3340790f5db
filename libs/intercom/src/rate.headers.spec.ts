import { readRateHeaders, readRetryAfter } from './rate.headers';

const now = 1_795_350_003_500;
const rate = (limit: string, remaining: string, reset: string, date?: number, askedAtMs = now) =>
  readRateHeaders(
    {
      'x-ratelimit-limit': limit,
      'x-ratelimit-remaining': remaining,
      'x-ratelimit-reset': reset,
      ...(date === undefined ? {} : { date: new Date(date).toUTCString() }),
    },
    askedAtMs,
    now,
  );

describe('readRateHeaders', () => {
  it('reads the three headers', () => {
    expect(rate('1667', '1666', '1795350010')).toEqual({
      limit: 1667,
      remaining: 1666,
      resetAtMs: 1795350010000,
      askedAtMs: now,
    });
  });

  it.each([
    ['', '1', '1'],
    ['ten', '1', '1'],
    ['0', '0', '1'],
    ['10', '-1', '1'],
    ['10', '1', 'soon'],
    ['1e3', '1', '1'],
  ])('takes nothing from limit %j, remaining %j, reset %j', (limit, remaining, reset) => {
    expect(rate(limit, remaining, reset)).toBeNull();
  });

  it('leaves small differences of the clocks alone and corrects large ones', () => {
    expect(rate('10', '5', '1795350010', now - 1500)?.resetAtMs).toBe(1795350010000);
    expect(rate('10', '5', '1795353610', now + 3_600_000 - 500)?.resetAtMs).toBe(1795350010500);
  });

  it('takes an answer that was long on its way for that, and not for a difference of the clocks', () => {
    const [asked, reset] = [now - 8_000, '1795350010'];
    for (const age of [7_500, 5_000, 2_500])
      expect(rate('10', '5', reset, now - age, asked)?.resetAtMs).toBe(1795350010000);
    expect(rate('10', '5', '1795346400', asked - 3_600_000, asked)?.resetAtMs).toBe(1795350000500);
  });

  it('never has more remaining than the limit', () => {
    expect(rate('10', '50', '1')?.remaining).toBe(10);
  });
});

describe('readRetryAfter', () => {
  const after = (value: string) => readRetryAfter({ 'retry-after': value }, now, now);

  it('reads seconds and dates', () => {
    expect(after('3')).toBe(3000);
    expect(after(new Date(now + 4500).toUTCString())).toBe(4500);
    expect(after(new Date(now - 60_000).toUTCString())).toBe(0);
  });

  it('ignores what it cannot read', () => {
    expect(after('soon')).toBeUndefined();
    expect(after('-1')).toBeUndefined();
    expect(readRetryAfter({}, now, now)).toBeUndefined();
  });
});
