import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import type { Settings } from '@app/config';
import { JOB_IDS, QUEUE_KEYS, QUEUES, type QueueKey } from '@app/queues';
import { bullConnection } from '@app/redis';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { until } from '../../../test/support/until';
import { Halted, Postponed, Refused, WorkerFleet, type Handlers, type HandlerContext } from './worker.fleet';

const REDIS_URL = process.env.REDIS_URL!;
const REDIS_PREFIX = `fleet-${randomUUID().slice(0, 8)}`;
const prefix = `${REDIS_PREFIX}:bull`;
const redis = new Redis(REDIS_URL);

type Handle = (data: unknown, context: HandlerContext) => Promise<void>;

describe('the fleet of workers', () => {
  const queues = new Map(
    QUEUE_KEYS.map((key) => [key, new Queue(QUEUES[key].name, { connection: { url: REDIS_URL }, prefix })] as const),
  );
  let handle: Record<QueueKey, Handle>;
  let fleet: WorkerFleet;

  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(() => {
    handle = Object.fromEntries(QUEUE_KEYS.map((key) => [key, async () => undefined])) as unknown as typeof handle;
    const handlers = Object.fromEntries(
      QUEUE_KEYS.map((key) => [key, { handle: (data: unknown, about: HandlerContext) => handle[key](data, about) }]),
    );
    const settings = { REDIS_URL, REDIS_PREFIX, SHUTDOWN_TIMEOUT_MS: 300 } as Settings;
    fleet = new WorkerFleet(settings, handlers as unknown as Handlers, bullConnection(settings));
  });
  afterEach(() => fleet.beforeApplicationShutdown());
  afterAll(async () => {
    await Promise.all(Array.from(queues.values(), (queue) => queue.close()));
    for (const key of await redis.keys(`${REDIS_PREFIX}:*`)) await redis.del(key);
    redis.disconnect();
  });

  const add = (key: QueueKey, jobId: string, data: object = {}) =>
    queues.get(key)!.add('job', data, { ...QUEUES[key].job, jobId });
  const state = (key: QueueKey, jobId: string) => queues.get(key)!.getJobState(jobId);

  it('runs the jobs of every queue by its handler', async () => {
    const ran = new Set<string>();
    for (const key of QUEUE_KEYS) {
      handle[key] = async (data) => void ran.add(`${key} ${(data as { of: string }).of}`);
      await add(key, `j-${key}`, { of: key });
    }
    fleet.onApplicationBootstrap();
    await until('all ran', () => ran.size === QUEUE_KEYS.length);
    expect([...ran].sort()).toEqual(QUEUE_KEYS.map((key) => `${key} ${key}`).sort());
    expect(fleet.running).toBe(true);
  });

  it('postpones without an attempt, and keeps what is refused with its reason', async () => {
    const attempts: number[] = [];
    handle.sessionNotes = async (_, about) => {
      attempts.push(about.attempts);
      if (attempts.length < 3) throw new Postponed(1);
    };
    handle.redactions = () => Promise.reject(new Refused('http_422'));
    await add('sessionNotes', JOB_IDS.flush('s', 1));
    await add('redactions', JOB_IDS.redact('11'));
    fleet.onApplicationBootstrap();
    await until('it came back twice', () => attempts.length === 3);
    expect(attempts).toEqual([0, 0, 0]);
    await until('kept', async () => (await state('redactions', JOB_IDS.redact('11'))) === 'failed');
    expect((await queues.get('redactions')!.getJob(JOB_IDS.redact('11')))!.failedReason).toBe('http_422');
  });

  it('fetches nothing more of a queue that is halted', async () => {
    let asked = 0;
    handle.redactions = () => {
      asked++;
      return Promise.reject(new Halted(60_000));
    };
    await add('redactions', JOB_IDS.redact('21'));
    fleet.onApplicationBootstrap();
    await until(
      'it is back at the head',
      async () => asked > 0 && (await state('redactions', JOB_IDS.redact('21'))) === 'waiting',
    );
    await add('redactions', JOB_IDS.redact('22'));
    expect(await state('redactions', JOB_IDS.redact('22'))).toBe('waiting');
    expect(asked).toBe(1);
    await queues.get('redactions')!.removeRateLimitKey();
  });

  it('tells running jobs to stop, and ends calls under way when its time is over', async () => {
    const told: string[] = [];
    handle.summaries = (_, { stopping, abort }) =>
      new Promise((_resolve, reject) => {
        told.push('runs');
        stopping.addEventListener('abort', () => told.push('stop'));
        abort.addEventListener('abort', () => reject(new Error(`${told.push('abort')}`)));
      });
    await add('summaries', 'sum.s.0');
    fleet.onApplicationBootstrap();
    await until('it runs', () => told.length === 1);
    await fleet.beforeApplicationShutdown();
    expect(told).toEqual(['runs', 'stop', 'abort']);
  });
});
