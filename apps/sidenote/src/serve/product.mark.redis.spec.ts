import { randomUUID } from 'node:crypto';
import { loadSettings } from '@app/config';
import { Redis } from 'ioredis';
import { markProduct, markProductLater } from './product.mark';

const { REDIS_URL } = process.env;
if (!REDIS_URL) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

describe('the mark of a product on its prefix', () => {
  const redis = new Redis(REDIS_URL);
  const prefix = `mark-${randomUUID().slice(0, 8)}`;
  const of = (product: string) =>
    loadSettings(
      { REDIS_PREFIX: prefix, AUTOPLAY_STREAM_URL: `https://autoplay.example/stream/${product}` },
      { roles: [], only: ['REDIS_PREFIX', 'AUTOPLAY_STREAM_URL'] },
    );
  afterAll(async () => {
    await redis.del(`${prefix}:product`);
    await redis.quit();
  });

  it('is made by the first deployment, and turns another product away', async () => {
    expect(await markProduct(redis, of('one'))).toBe(true);
    expect(await markProduct(redis, of('one'))).toBe(true);
    await expect(markProduct(redis, of('two'))).rejects.toThrow(/REDIS_PREFIX .* belongs to the product "one"/);
    await expect(markProductLater(redis, of('two'))).rejects.toThrow('"two"');
  });

  it('is not known while Redis is away', async () => {
    const away = new Redis('redis://127.0.0.1:1', { maxRetriesPerRequest: 0, retryStrategy: null });
    away.on('error', () => undefined);
    expect(await markProduct(away, of('one'))).toBe(false);
    away.disconnect();
  });

  it.each(['setnx', 'get'] as const)(
    'is asked for again where Redis is too slow with %s: no process ends for it',
    async (command) => {
      let slow = 2;
      const slowly = <T>(answer: () => Promise<T>) =>
        slow-- > 0 ? Promise.reject(new Error('Command timed out')) : answer();
      const client = {
        status: 'ready',
        setnx: (key: string, value: string) =>
          command === 'setnx' ? slowly(() => redis.setnx(key, value)) : redis.setnx(key, value),
        get: (key: string) => (command === 'get' ? slowly(() => redis.get(key)) : redis.get(key)),
      } as unknown as Redis;
      expect(await markProduct(client, of('one'))).toBe(false);
      await markProductLater(client, of('one'));
      expect(slow).toBe(-1);
    },
  );
});
