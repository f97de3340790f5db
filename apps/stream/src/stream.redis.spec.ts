import { randomBytes } from 'node:crypto';
import { getQueueToken } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ConfigModule, Settings } from '@app/config';
import { HealthModule } from '@app/observability';
import { QUEUES } from '@app/queues';
import { RedisModule } from '@app/redis';
import type { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { sseServer, until } from './sse-server.fixture';
import { StreamModule, StreamStats } from '.';

const { REDIS_URL } = process.env;
if (!REDIS_URL) throw new Error('REDIS_URL is not set: integration tests need a Redis, as redis://127.0.0.1:6379');

describe('the stream role on a real Redis', () => {
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const apps: INestApplicationContext[] = [];
  let sse: Awaited<ReturnType<typeof sseServer>>;

  beforeEach(async () => {
    sse = await sseServer();
  });

  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
    await sse.close();
    const redis = new Redis(REDIS_URL);
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
      if (keys.length > 0) await redis.del(...(keys as string[]));
    }
    redis.disconnect();
  });

  const reader = async () => {
    const settings = Object.assign(new Settings(), {
      REDIS_URL,
      REDIS_PREFIX: prefix,
      AUTOPLAY_STREAM_URL: sse.url,
      AUTOPLAY_API_TOKEN: 'token',
    });
    const module = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(settings), RedisModule, HealthModule, StreamModule],
    }).compile();
    const app = await module.createNestApplication({ logger: false }).init();
    apps.push(app);
    return {
      stats: app.get(StreamStats, { strict: false }),
      queue: app.get<Queue>(getQueueToken(QUEUES.sessionActions.name), { strict: false }),
    };
  };

  const frame = (n: number) =>
    JSON.stringify({
      type: 'actions',
      session_id: 's1',
      actions: [{ index: n, description: `Did ${n}`, timestamp_start: n }],
    });

  it('two readers of one product queue each event once', async () => {
    const [one, other] = [await reader(), await reader()];
    await until(() => sse.streams.size === 2, 'both connections');
    for (let n = 0; n < 20; n++) sse.frame(frame(n));
    await until(() => one.stats.received === 20 && other.stats.received === 20, 'all frames at both');
    for (const app of apps.splice(0)) await app.close();
    const { queue } = await reader();
    const jobs = await queue.getJobs(['waiting', 'prioritized', 'delayed']);
    const texts = jobs.flatMap(({ data }) => data.payload.actions.map(({ text }: { text: string }) => text));
    expect(texts.sort()).toEqual(Array.from({ length: 20 }, (_, n) => `Did ${n}`).sort());
  });
});
