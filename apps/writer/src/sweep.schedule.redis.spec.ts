import { randomUUID } from 'node:crypto';
import { QUEUES } from '@app/queues';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { SweepSchedule } from './sweep.schedule';

const url = process.env.REDIS_URL;
if (!url) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

describe('the schedule of the sweep', () => {
  const prefix = `sched-${randomUUID().slice(0, 8)}`;
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(QUEUES.maintenance.name, { connection: { url }, prefix });
  const wipe = async () => {
    const keys = await redis.keys(`${prefix}:*`);
    if (keys.length > 0) await redis.del(keys);
  };
  const schedulers = async () => (await queue.getJobSchedulers()).map(({ key }) => key);
  afterAll(async () => {
    await queue.close();
    await wipe();
    await redis.quit();
  });

  it('is written again when Redis lost its data, and else costs one command', async () => {
    const schedule = new SweepSchedule(queue, redis);
    await redis.ping();
    const sent = jest.spyOn(redis, 'sendCommand');
    await schedule.restore();
    expect(await schedulers()).toEqual(['sweep']);
    await wipe();
    expect(await schedulers()).toEqual([]);
    await schedule.restore();
    expect(await schedulers()).toEqual(['sweep']);
    expect(await queue.getJobCountByTypes('delayed', 'waiting')).toBe(1);
    sent.mockClear();
    await schedule.restore();
    expect(sent.mock.calls.map(([command]) => (command as { name: string }).name)).toEqual(['zscore']);
  });

  it('is looked for whenever Redis is ready again', async () => {
    const schedule = new SweepSchedule(queue, redis);
    schedule.onApplicationBootstrap();
    const looked = jest.spyOn(schedule, 'restore').mockResolvedValue();
    redis.emit('ready');
    expect(looked).toHaveBeenCalledTimes(1);
    schedule.beforeApplicationShutdown();
    redis.emit('ready');
    expect(looked).toHaveBeenCalledTimes(1);
  });
});
