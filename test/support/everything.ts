import type { Redis } from 'ioredis';

/** Every key of a prefix with all that it holds, as text to search in. */
export async function everything(redis: Redis, prefix: string): Promise<{ key: string; text: string }[]> {
  const found: { key: string; text: string }[] = [];
  for await (const page of redis.scanStream({ match: `${prefix}:*`, count: 1000 })) {
    for (const key of page as string[]) found.push({ key, text: `${key} ${await textOf(redis, key)}` });
  }
  return found;
}

async function textOf(redis: Redis, key: string): Promise<string> {
  const type = await redis.type(key);
  switch (type) {
    case 'string':
      return (await redis.get(key)) ?? '';
    case 'hash':
      return JSON.stringify(await redis.hgetall(key));
    case 'list':
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case 'set':
      return JSON.stringify(await redis.smembers(key));
    case 'zset':
      return JSON.stringify(await redis.zrange(key, '0', '-1'));
    case 'stream':
      return JSON.stringify(await redis.xrange(key, '-', '+'));
    case 'none':
      return '';
    default:
      throw new Error(`a type of key that nobody expects: ${type} of ${key}`);
  }
}
