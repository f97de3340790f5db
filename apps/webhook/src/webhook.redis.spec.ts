import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getQueueToken } from '@nestjs/bullmq';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { ConfigModule, Settings } from '@app/config';
import { IntercomModule } from '@app/intercom';
import { QUEUES } from '@app/queues';
import { REDIS, REDIS_FAST, RedisModule } from '@app/redis';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import request from 'supertest';
import { WebhookModule } from '.';

const { REDIS_URL } = process.env;
if (!REDIS_URL) throw new Error('REDIS_URL is not set: integration tests need a Redis, as redis://127.0.0.1:6379');

const SECRET = 'test-intercom-client-secret';
const CREATED = readFileSync(
  join(__dirname, '../../../test/fixtures/intercom/webhook-conversation-user-created.json'),
  'utf8',
);
const prefix = `test-${randomBytes(6).toString('hex')}`;
/** Unix seconds: now, so that it lies in the pre-link window. */
const STARTED_AT = Date.now() / 1000;
const apps: NestExpressApplication[] = [];

async function start() {
  const settings = Object.assign(new Settings(), {
    REDIS_URL,
    REDIS_PREFIX: prefix,
    AUTOPLAY_STREAM_URL: 'https://autoplay.example/stream/p1',
    AUTOPLAY_PUSH_SECRET: SECRET,
    INTERCOM_ACCESS_TOKEN: 'token',
    INTERCOM_ADMIN_ID: '1',
    INTERCOM_CLIENT_SECRET: SECRET,
  });
  const module = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(settings), RedisModule, IntercomModule, WebhookModule],
  }).compile();
  const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  apps.push(app);
  await app.init();
  const fast = app.get<Redis>(REDIS_FAST, { strict: false });
  if (fast.status !== 'ready') await once(fast, 'ready');
  const post = (path: string, header: string, algorithm: string, body: string) =>
    request(app.getHttpServer())
      .post(path)
      .set({
        'content-type': 'application/json',
        [header]: `${algorithm}=${createHmac(algorithm, SECRET).update(body).digest('hex')}`,
      })
      .send(body);
  return {
    app,
    webhook: (body: string) => post('/webhooks/intercom', 'x-hub-signature', 'sha1', body),
    push: (body: string) => post('/events/p1', 'x-connector-signature', 'sha256', body),
  };
}

const payload = (session: string, forwardedAt: number) =>
  JSON.stringify({
    type: 'actions',
    session_id: session,
    user_id: 'usr_48213',
    forwarded_at: forwardedAt,
    actions: [{ description: 'User clicked', timestamp_start: STARTED_AT }],
  });
const createdAs = (n: number) => CREATED.replace(/notif_[\w-]+/, `notif_${n}`).replaceAll('215480000412907', `${n}`);

afterEach(async () => {
  const [first] = apps;
  const redis = first?.get<Redis>(REDIS, { strict: false });
  if (redis?.status === 'ready')
    for await (const keys of redis.scanStream({ match: `${prefix}*` }))
      if (keys.length) await redis.unlink(...(keys as string[]));
  for (const app of apps.splice(0)) await app.close();
});

it('admits a pushed payload once, whichever process it comes to', async () => {
  const [one, other] = [await start(), await start()];
  expect((await one.push(payload('s1', 1))).body).toEqual({ result: 'admitted' });
  expect((await other.push(payload('s1', 2))).body).toEqual({ result: 'seen_before' });
});

it('links the session of the contact, takes the same notification once, and keeps a second conversation waiting', async () => {
  const { webhook, push } = await start();
  await push(payload('s1', 1));
  expect((await webhook(createdAs(1))).body).toEqual({ decision: 'linked_by_user' });
  expect((await webhook(createdAs(1))).body).toEqual({ decision: 'duplicate' });
  expect((await webhook(createdAs(2))).body).toEqual({ decision: 'session_has_other_conversation' });
});

it('lets the first of two webhooks win, over two processes', async () => {
  const processes = [await start(), await start()];
  await processes[0]?.push(payload('s1', 1));
  const answers = await Promise.all(processes.map(({ webhook }, n) => webhook(createdAs(n + 1))));
  expect(answers.map(({ body }) => body.decision as string).sort()).toEqual([
    'linked_by_user',
    'session_has_other_conversation',
  ]);
});

it('adds the flush job of a link before it answers', async () => {
  const { app, webhook, push } = await start();
  await push(payload('s1', 1));
  await webhook(createdAs(1));
  const queue = app.get<Queue>(getQueueToken(QUEUES.sessionNotes.name), { strict: false });
  const jobs = await queue.getJobs();
  expect(jobs.map(({ name }) => name)).toEqual(['flush']);
});
