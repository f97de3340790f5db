import { randomUUID } from 'node:crypto';
import { Settings } from '@app/config';
import { Redis } from 'ioredis';
import { PushProof } from './push.proof';

const url = process.env.REDIS_URL;
if (!url) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

describe('that a push secret was seen to be the right one', () => {
  const redis = new Redis(url);
  const prefix = `spec-${randomUUID().slice(0, 8)}`;
  const key = `${prefix}:push:proven`;
  const away = new Redis({
    host: '127.0.0.1',
    port: 1,
    lazyConnect: true,
    retryStrategy: null,
    enableOfflineQueue: false,
  });

  const processWith = (secret: string | undefined, client = redis) =>
    new PushProof(client, Object.assign(new Settings(), { REDIS_PREFIX: prefix, AUTOPLAY_PUSH_SECRET: secret }));

  afterEach(() => redis.del(key));
  afterAll(() => {
    redis.disconnect();
    away.disconnect();
  });

  it('is known to every process once one has seen it, and holds for that secret alone', async () => {
    expect(await processWith('secret-1').proven()).toBe(false);
    await processWith('secret-1').prove();
    expect(await processWith('secret-1').proven()).toBe(true);
    expect(await processWith('secret-2').proven()).toBe(false);
  });

  it('has no end, and is kept without the secret', async () => {
    await processWith('secret-1').prove();
    expect(await redis.ttl(key)).toBe(-1);
    const kept = await redis.smembers(key);
    expect(kept).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it('is written once in the life of a process, and never forgotten by it', async () => {
    const proof = processWith('secret-1');
    await proof.prove();
    await redis.del(key);
    await proof.prove();
    expect([await redis.exists(key), await proof.proven()]).toEqual([0, true]);
  });

  it('is not known while Redis is away, which fails nobody; what was not written then is written later', async () => {
    const client = { sadd: away.sadd.bind(away), sismember: away.sismember.bind(away) };
    const proof = processWith('secret-1', client as unknown as Redis);
    await proof.prove();
    expect(await proof.proven()).toBe(false);
    Object.assign(client, { sadd: redis.sadd.bind(redis) });
    await proof.prove();
    expect(await processWith('secret-1').proven()).toBe(true);
  });
});
