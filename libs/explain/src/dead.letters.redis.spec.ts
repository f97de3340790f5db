import { randomUUID } from 'node:crypto';
import { QUEUES, type DeadLetterJob } from '@app/queues';
import { SessionView } from '@app/sessions';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { until } from '../../../test/support/until';
import { DeadLetters } from './dead.letters';

const url = process.env.REDIS_URL;
if (!url) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

/** More than two pages. */
const MANY = 1_200;

describe('dead letters', () => {
  const prefix = `spec-${randomUUID().slice(0, 8)}`;
  const redis = new Redis(url);
  const bull = { connection: { url }, prefix: `${prefix}:bull` };
  const queue = new Queue<DeadLetterJob>(QUEUES.deadLetters.name, bull);
  const deadLetters = new DeadLetters(queue, new SessionView(redis, prefix, null));
  afterAll(async () => {
    await queue.obliterate({ force: true });
    const keys = await redis.keys(`${prefix}:*`);
    if (keys.length > 0) await redis.del(keys);
    await queue.close();
    redis.disconnect();
  });

  it('are kept whatever their number, and the oldest of a session is found behind all those of others', async () => {
    expect(QUEUES.deadLetters.job.removeOnFail).not.toHaveProperty('count');
    const jobs = Array.from({ length: MANY }, (_, i) => ({
      name: 'note',
      data: { sessionKey: i === 0 ? 'mine' : `other-${i}`, ref: `${i}`.padStart(12, '0'), reason: 'http_422' },
      opts: { ...QUEUES.deadLetters.job, jobId: `dead.${i}` },
    }));
    await queue.addBulk(jobs);
    const worker = new Worker<DeadLetterJob>(
      queue.name,
      () => {
        throw new Error('http_422');
      },
      { ...bull, concurrency: 500 },
    );
    worker.on('error', () => undefined);
    await until('all have failed', async () => (await queue.getFailedCount()) >= MANY, { everyMs: 50 });
    await worker.close();
    const ref = jobs[0]!.data.ref;
    await redis.hset(`${prefix}:dead:${ref}`, { sk: 'mine', conv: '7', kind: 'actions', reason: 'http_422', at: 1 });
    expect(await deadLetters.count()).toBe(MANY);
    expect(await deadLetters.of(['mine'])).toMatchObject([{ ref, sessionKey: 'mine', conversationId: '7' }]);
    expect(await deadLetters.of(['nobody'])).toEqual([]);
  });
});
