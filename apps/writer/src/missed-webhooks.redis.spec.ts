import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { MissedWebhooksState } from './missed-webhooks.state';

const url = process.env.REDIS_URL;
if (!url) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

describe('the turn to search for missed webhooks', () => {
  const redis = new Redis(url);
  const prefix = `spec-${randomUUID().slice(0, 8)}`;
  const state = () => new MissedWebhooksState(redis, prefix);
  afterEach(() => redis.del(`${prefix}:missed`, `${prefix}:missed:turn`, `${prefix}:missed:read`));
  afterAll(() => redis.quit());

  it('is of one process at a time, and free again afterwards', async () => {
    const inside = await state().inTurn(() => state().inTurn(() => Promise.resolve('both')));
    expect(inside).toBeNull();
    expect(await state().inTurn(() => Promise.resolve('later'))).toBe('later');
  });

  it('is free again after a failure', async () => {
    await expect(state().inTurn(() => Promise.reject(new Error('cut off')))).rejects.toThrow('cut off');
    expect(await state().inTurn(() => Promise.resolve('again'))).toBe('again');
  });

  it('ends by itself, and who lost it is told and takes it from nobody', async () => {
    await state().inTurn(async (renew) => {
      expect(await renew()).toBe(true);
      expect(await redis.pttl(`${prefix}:missed:turn`)).toBeGreaterThan(0);
      await redis.set(`${prefix}:missed:turn`, 'another');
      expect(await renew()).toBe(false);
    });
    expect(await redis.get(`${prefix}:missed:turn`)).toBe('another');
  });

  it('remembers up to when a search was completed', async () => {
    expect(await state().completedUntil()).toBe(0);
    await state().complete(1_234, 1_000);
    expect(await state().completedUntil()).toBe(1_234);
  });

  it('remembers what was read, as it was updated then, until it is searched no more', async () => {
    const updatedAt = Date.now() - 60_000;
    await state().remember('7', updatedAt);
    expect(await state().knows('7', updatedAt)).toBe(true);
    expect(await state().knows('7', updatedAt + 1_000)).toBe(false);
    expect(await state().knows('8', updatedAt)).toBe(false);
    await state().complete(Date.now(), updatedAt);
    expect(await state().knows('7', updatedAt)).toBe(true);
    await state().complete(Date.now(), updatedAt + 1);
    expect(await state().knows('7', updatedAt)).toBe(false);
    expect(await redis.pttl(`${prefix}:missed:read`)).toBe(-2);
  });
});
