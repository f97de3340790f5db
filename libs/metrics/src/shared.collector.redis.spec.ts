import { randomUUID } from 'node:crypto';
import { loadSettings } from '@app/config';
import { RateGate } from '@app/desk';
import { LlmGate } from '@app/llm';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import { createMetrics } from './metrics';
import { SharedCollector } from './shared.collector';

const url = process.env.REDIS_URL;
if (!url) throw new Error('REDIS_URL is not set: run this by `npm test -- integration`');

const prefix = `test-${randomUUID().slice(0, 8)}`;
const registry = new Registry();
const redis = new Redis(url);
const queue = new Queue('session-notes', { connection: { url }, prefix: `${prefix}:bull` });
const settings = loadSettings({ REDIS_URL: url, REDIS_PREFIX: prefix, LLM_DAILY_TOKENS: '5000' }, { roles: [] });
const rate = new RateGate(redis, prefix, { limit: 100 });
const llm = new LlmGate(redis, prefix);
const collector = new SharedCollector(createMetrics(registry), settings, redis, rate, llm, [queue]);

afterAll(async () => {
  await queue.close();
  const keys = await redis.keys(`${prefix}:*`);
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
});

const shown = async () => (await registry.metrics()).split('\n').filter((line) => line && !line.startsWith('#'));
const valueOf = async (series: string) => {
  const line = (await shown()).find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

it('tells what is in Redis, and each thing anew at each scrape', async () => {
  const began = Date.now();
  /** As old as it was when the test began, and by the test's own time more. */
  const expectAge = (age: number | undefined, seconds: number) => {
    expect(age).toBeGreaterThan(seconds - 1);
    expect(age).toBeLessThan(seconds + 1 + (Date.now() - began) / 1000);
  };
  await redis.zadd(`${prefix}:due`, Date.now() - 60_000, 'one', Date.now() + 60_000, 'two');
  await redis.rpush(`${prefix}:s:one:q`, 'a', 'b', 'c');
  await redis.rpush(`${prefix}:s:two:q`, 'd');
  await redis.zadd(`${prefix}:paused:note`, Date.now(), 'three');
  await redis.rpush(`${prefix}:s:three:q`, 'e');
  await redis.hset(`${prefix}:dropped`, 'before_link', 7, 'conversation_gone', 2);
  await queue.add('flush', {}, { timestamp: Date.now() - 30_000 });
  await queue.add('flush', {});
  await queue.add('flush', {}, { delay: 60_000 });
  await rate.take('note');
  await rate.pause('unauthorized');
  await llm.ask(300);
  await collector.collect();

  expect(await valueOf('sidenote_sessions_due')).toBe(3);
  expectAge(await valueOf('sidenote_sessions_overdue_seconds'), 60);
  expect(await valueOf('sidenote_actions_buffered')).toBe(5);
  expect(await valueOf('sidenote_actions_dropped_total{reason="before_link"}')).toBe(7);
  expect(await valueOf('sidenote_actions_dropped_total{reason="conversation_gone"}')).toBe(2);
  expect(await valueOf('sidenote_queue_jobs{queue="session-notes",state="waiting"}')).toBe(2);
  expect(await valueOf('sidenote_queue_jobs{queue="session-notes",state="delayed"}')).toBe(1);
  expectAge(await valueOf('sidenote_queue_oldest_waiting_seconds{queue="session-notes"}'), 30);
  expect(await valueOf('sidenote_intercom_paused')).toBe(1);
  expect(await valueOf('sidenote_intercom_banned')).toBe(0);
  expect(await valueOf('sidenote_intercom_window_limit_calls')).toBe(100);
  expect(await valueOf('sidenote_llm_breaker_open')).toBe(0);
  expect(await valueOf('sidenote_llm_tokens_today')).toBe(300);
  expect(await valueOf('sidenote_llm_tokens_daily_limit')).toBe(5000);

  await redis.hincrby(`${prefix}:dropped`, 'before_link', 1);
  await rate.passed('note', { probe: true });
  await Promise.all([collector.collect(), collector.collect()]);
  expect(await valueOf('sidenote_actions_dropped_total{reason="before_link"}')).toBe(8);
  expect(await valueOf('sidenote_intercom_paused')).toBe(0);
});

it('estimates the buffered actions of very many sessions', async () => {
  const rows = Array.from({ length: 3000 }, (_, i) => [i, `s${i}`]).flat();
  await redis.zadd(`${prefix}:due`, ...rows);
  const fill = redis.pipeline();
  for (let i = 0; i < 3000; i++) fill.rpush(`${prefix}:s:s${i}:q`, 'a', 'b');
  await fill.exec();
  await collector.collect();
  expect(await valueOf('sidenote_actions_buffered')).toBe(2 * (3002 + 1));
});

it('forgets everything when Redis cannot be asked', async () => {
  collector.forget();
  expect((await shown()).filter((line) => /paused|queue_|sessions_|dropped|tokens_today|window/.test(line))).toEqual(
    [],
  );
});
