import { setTimeout as sleep } from 'node:timers/promises';
import { SettingsError, type Settings } from '@app/config';
import { productMark } from '@app/redis';
import type { Redis } from 'ioredis';

const AGAIN_MS = 1_000;

/**
 * One prefix holds one product: two of them would mix their users. The first deployment marks its prefix; a process of another product
 * does not start. False: Redis is away, or too slow to be asked now.
 * @throws SettingsError when the prefix is another product's
 */
export async function markProduct(redis: Redis, { REDIS_PREFIX, productId }: Settings): Promise<boolean> {
  const key = productMark(REDIS_PREFIX);
  const asked = async () => {
    await redis.setnx(key, productId);
    return redis.get(key);
  };
  // Whatever keeps Redis from answering is told by its client and by readiness; it is asked again.
  const known = await asked().catch(() => null);
  if (known === null) return false;
  if (known === productId) return true;
  throw new SettingsError([
    `REDIS_PREFIX ${JSON.stringify(REDIS_PREFIX)} belongs to the product ${JSON.stringify(known)} in this Redis, and AUTOPLAY_STREAM_URL ` +
      `names the product ${JSON.stringify(productId)}; expected another REDIS_PREFIX for each product. If the product itself was renamed, delete the key ${key}`,
  ]);
}

/** For a process that started without Redis: asks until it answers. */
export async function markProductLater(redis: Redis, settings: Settings): Promise<void> {
  while (redis.status !== 'end' && !(await markProduct(redis, settings)))
    await sleep(AGAIN_MS, undefined, { ref: false });
}
