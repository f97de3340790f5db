import { ReconnectPolicy } from './reconnect.policy';

describe('ReconnectPolicy', () => {
  it('waits 1 s, doubles to 30 s, adds up to 10 %, and starts again after a success', () => {
    const policy = new ReconnectPolicy();
    for (const seconds of [1, 2, 4, 8, 16, 30, 30, 30]) {
      const { afterMs, fix } = policy.next();
      expect(fix).toBeUndefined();
      expect(afterMs).toBeGreaterThanOrEqual(seconds * 1000);
      expect(afterMs).toBeLessThanOrEqual(seconds * 1100);
    }
    policy.succeeded();
    expect(policy.next(503).afterMs).toBeLessThanOrEqual(1100);
  });

  it.each([
    [400, 'stream mode'],
    [401, 'AUTOPLAY_API_TOKEN'],
    [403, 'AUTOPLAY_API_TOKEN'],
    [404, 'AUTOPLAY_STREAM_URL'],
  ])('on %d says what to fix and tries again every 60 s', (status, named) => {
    const policy = new ReconnectPolicy();
    for (let i = 0; i < 3; i++) {
      expect(policy.next(status)).toEqual({ afterMs: 60_000, fix: expect.stringContaining(named) });
    }
  });

  it.each([[204], [429], [500], [503], [undefined]])('treats %s as something that passes', (status) => {
    expect(new ReconnectPolicy().next(status)).toEqual({ afterMs: expect.any(Number) });
  });
});
