import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Turn } from './turn';

const url = process.env.REDIS_URL;
if (!url) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

describe('a turn', () => {
  const redis = new Redis(url);
  const key = `spec-${randomUUID().slice(0, 8)}:turn`;
  const turn = () => new Turn(redis, key, 60_000);
  afterEach(() => redis.del(key));
  afterAll(() => redis.quit());

  it('is of one process at a time, and free again afterwards', async () => {
    const inside = await turn().take(() => turn().take(() => Promise.resolve('both')));
    expect(inside).toBeNull();
    expect(await turn().take(() => Promise.resolve('later'))).toBe('later');
  });

  it('is free again after a failure', async () => {
    await expect(turn().take(() => Promise.reject(new Error('cut off')))).rejects.toThrow('cut off');
    expect(await turn().take(() => Promise.resolve('again'))).toBe('again');
  });

  it('ends by itself, and who lost it is told and takes it from nobody', async () => {
    await turn().take(async (renew) => {
      expect(await renew()).toBe(true);
      expect(await redis.pttl(key)).toBeGreaterThan(0);
      await redis.set(key, 'another');
      expect(await renew()).toBe(false);
    });
    expect(await redis.get(key)).toBe('another');
  });
});
