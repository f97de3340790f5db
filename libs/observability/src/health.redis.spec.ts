import { Test } from '@nestjs/testing';
import type { INestApplication } from '@nestjs/common';
import { ConfigModule, loadSettings } from '@app/config';
import { RedisModule } from '@app/redis';
import { Redis } from 'ioredis';
import request from 'supertest';
import { RedisServer } from '../../../test/support/redis-server';
import { HealthModule } from './health.module';
import { HealthRegistry } from './health.registry';

const url = process.env.REDIS_URL;
if (!url) throw new Error('REDIS_URL is not set: run this by `npm test -- integration`');

const start = async (redisUrl: string): Promise<INestApplication> => {
  const settings = loadSettings({ REDIS_URL: redisUrl, LOG_LEVEL: 'silent' }, { roles: [] });
  const imports = [ConfigModule.forRoot(settings), RedisModule, HealthModule];
  const app = (await Test.createTestingModule({ imports }).compile()).createNestApplication({ logger: false });
  return app.init();
};

/** Asks until the answer has this status: the connection to Redis is made while the process is up already. */
const readyWith = async (app: INestApplication, status: number) => {
  for (;;) {
    const answer = await request(app.getHttpServer()).get('/health/ready');
    if (answer.status === status) return answer.body as { error: Record<string, { message: string }> };
  }
};

describe('health', () => {
  let app: INestApplication | undefined;
  afterEach(() => app?.close());

  it('is ready with Redis and every registered check, and says what is not', async () => {
    app = await start(url);
    await readyWith(app, 200);
    const stream = { ok: false, reason: 'Autoplay refused the token (AUTOPLAY_API_TOKEN)' };
    app.get(HealthRegistry).register('stream', () => stream);
    expect((await readyWith(app, 503)).error.stream).toMatchObject({ status: 'down', message: stream.reason });
    stream.ok = true;
    await readyWith(app, 200);
  });

  it.each([
    ['cannot save its data', ['BGSAVE'], 'MISCONF', 'CONFIG SET stop-writes-on-bgsave-error no'],
    ['is full', ['CONFIG SET maxmemory-policy noeviction', 'CONFIG SET maxmemory 1'], 'OOM', 'CONFIG SET maxmemory 0'],
    ['became a replica', ['REPLICAOF 127.0.0.1 1'], 'READONLY', 'REPLICAOF NO ONE'],
    [
      'cannot keep enough copies',
      ['CONFIG SET min-replicas-to-write 1'],
      'NOREPLICAS',
      'CONFIG SET min-replicas-to-write 0',
    ],
  ])('tells that Redis %s and refuses writes, and for how long', async (_, trouble, reason, repair) => {
    const server = await RedisServer.start();
    const admin = new Redis(server.url);
    const tell = (command: string) => admin.call(...(command.split(' ') as [string, ...string[]]));
    try {
      app = await start(server.url);
      await readyWith(app, 200);
      if (reason === 'MISCONF') {
        await admin.config('SET', 'save', '3600 1');
        server.loseFolder();
      }
      for (const command of trouble) await tell(command);
      const { error } = await readyWith(app, 503);
      expect(error.redis?.message).toContain(`Redis refuses writes: ${reason}`);
      await tell(repair);
      await readyWith(app, 200);
    } finally {
      admin.disconnect();
      await app?.close();
      app = undefined;
      await server.remove();
    }
  });

  it('counts a check that throws or never ends as not ready', async () => {
    app = await start(url);
    await readyWith(app, 200);
    app.get(HealthRegistry).register('throws', () => Promise.reject(new Error('broken')));
    app.get(HealthRegistry).register('hangs', () => new Promise(() => undefined));
    const { error } = await readyWith(app, 503);
    expect(error.throws?.message).toBe('broken');
    expect(error.hangs?.message).toContain('timeout');
  });

  it('refuses a second check of a name', async () => {
    app = await start(url);
    const registry = app.get(HealthRegistry);
    registry.register('stream', () => ({ ok: true }));
    expect(() => registry.register('stream', () => ({ ok: true }))).toThrow('"stream"');
  });

  it('boots without Redis, lives, is not ready, says where to look, and stops', async () => {
    app = await start('redis://127.0.0.1:1');
    await request(app.getHttpServer()).get('/health/live').expect(200);
    expect((await readyWith(app, 503)).error.redis?.message).toContain('REDIS_URL');
    await request(app.getHttpServer()).get('/health').expect(200, { status: 'ok' });
  });
});
