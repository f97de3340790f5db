import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { MissedWebhooksState } from './missed-webhooks.state';

const url = process.env.REDIS_URL;
if (!url) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

describe('what is shared about the search for missed webhooks', () => {
  const redis = new Redis(url);
  const prefix = `spec-${randomUUID().slice(0, 8)}`;
  const state = () => new MissedWebhooksState(redis, prefix);
  afterEach(() => redis.del(`${prefix}:missed`, `${prefix}:missed:read`));
  afterAll(() => redis.quit());

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
