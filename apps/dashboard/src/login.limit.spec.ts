import { Logger } from '@nestjs/common';
import { Settings } from '@app/config';
import express from 'express';
import request from 'supertest';
import { dashboardDoor } from './dashboard.door';
import { LoginLimit } from './login.limit';

const settings = Object.assign(new Settings(), { DASHBOARD_PASSWORD: 'an-operator-knows-it' });
const GOOD = ['sidenote', 'an-operator-knows-it'] as const;
const all = async <T>(n: number, ask: (i: number) => PromiseLike<T>) =>
  Promise.all(Array.from({ length: n }, (_, i) => ask(i)));

describe('the limit of failed log-ins', () => {
  let warned: jest.SpyInstance;

  beforeEach(() => {
    warned = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  });
  afterEach(() => warned.mockRestore());

  const door = () => {
    const app = express().set('trust proxy', 1);
    app.use(...dashboardDoor(settings), (_request, response) => void response.send('inside'));
    const from = (address: string, path = '/ops/') => request(app).get(path).set('X-Forwarded-For', address);
    return {
      bad: (address: string, path?: string) =>
        from(address, path)
          .auth('sidenote', 'a-guess')
          .then((r) => r.status),
      good: (address: string, path?: string) =>
        from(address, path)
          .auth(...GOOD)
          .then((r) => r.status),
      nameless: (address: string) => from(address).then((r) => r.status),
    };
  };

  it('refuses an address after ten, also the right password, on every path, with one line that names it', async () => {
    const { bad, good } = door();
    expect(
      await all(14, (i) => bad('203.0.113.7', ['/ops/', '/queues/', '/api/overview'][i % 3])).then((s) => s.sort()),
    ).toEqual([...Array<number>(10).fill(401), ...Array<number>(4).fill(429)]);
    expect(await good('203.0.113.7', '/queues/')).toBe(429);
    expect(await good('203.0.113.8')).toBe(200);
    expect(warned.mock.calls).toEqual([[expect.objectContaining({ address: '203.0.113.7' })]]);
  });

  it('never refuses pages that load with the right password, however many at once, nor a browser that asks without one', async () => {
    const { bad, good, nameless } = door();
    expect(new Set(await all(40, () => nameless('203.0.113.7')))).toEqual(new Set([401]));
    await all(9, () => bad('203.0.113.7'));
    expect(new Set(await all(40, () => good('203.0.113.7')))).toEqual(new Set([200]));
    expect(warned).not.toHaveBeenCalled();
  });
});

describe('what it remembers', () => {
  const answered = (limit: LoginLimit, ip: string) => {
    const response = {
      status: jest.fn().mockReturnThis(),
      set: jest.fn().mockReturnThis(),
      type: jest.fn().mockReturnThis(),
      send: jest.fn(),
    };
    const next = jest.fn();
    limit.guard({ ip } as never, response as never, next);
    return next.mock.calls.length === 1 ? 'through' : response.status.mock.calls[0]?.[0];
  };
  const fail = (limit: LoginLimit, ip: string, times = 10) => {
    for (let i = 0; i < times; i++) limit.failed({ ip });
  };

  beforeEach(() => void jest.spyOn(Logger.prototype, 'warn').mockReturnValue());
  afterEach(() => jest.restoreAllMocks());

  it('ends after a minute', () => {
    let now = 1_000;
    const limit = new LoginLimit(() => now);
    fail(limit, '203.0.113.7');
    expect(answered(limit, '203.0.113.7')).toBe(429);
    now += 60_000;
    expect(answered(limit, '203.0.113.7')).toBe('through');
    fail(limit, '203.0.113.7', 9);
    expect(answered(limit, '203.0.113.7')).toBe('through');
  });

  it('is one for a network of IPv6, whose addresses cost nothing', () => {
    const limit = new LoginLimit();
    for (let i = 0; i < 10; i++) limit.failed({ ip: `2001:db8::${i}` });
    expect(answered(limit, '2001:db8::ffff')).toBe(429);
    expect(answered(limit, '2001:db9::1')).toBe('through');
  });

  it('is bounded, however many addresses fail', () => {
    const limit = new LoginLimit();
    fail(limit, '203.0.113.7');
    for (let i = 0; i < 10_000; i++) limit.failed({ ip: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}` });
    expect(answered(limit, '203.0.113.7')).toBe('through');
    expect((limit as unknown as { failures: Map<string, unknown> }).failures.size).toBe(10_000);
  });
});
