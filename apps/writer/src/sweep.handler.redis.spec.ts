import { randomUUID } from 'node:crypto';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { loadSettings } from '@app/config';
import { EffectQueues, FlushJobs, FlushQueue, JOB_IDS, PayloadQueue, QUEUES, queuePrefix } from '@app/queues';
import { actionItem, rulesOf, SessionConnection, Sessions } from '@app/sessions';
import type { SignalWatch } from './signal.watch';
import { SweepHandler } from './sweep.handler';

const { REDIS_URL } = process.env;
if (!REDIS_URL) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

const prefix = `sweep-${randomUUID().slice(0, 8)}`;
const settings = loadSettings({ REDIS_URL, REDIS_PREFIX: prefix }, { roles: [] });

describe('the sweep', () => {
  const redis = new Redis(REDIS_URL);
  const connection = { url: REDIS_URL, maxRetriesPerRequest: null };
  const queueOf = (name: string) => new Queue(name, { connection, prefix: queuePrefix(settings) });
  const [notes, payloads] = [queueOf(QUEUES.sessionNotes.name), queueOf(QUEUES.sessionActions.name)];
  const sessions = new Sessions(new SessionConnection(redis, prefix, 'product', rulesOf(settings)));
  const jobs = new FlushJobs(notes, payloads, redis);
  const signals = { silences: () => Promise.resolve() } as SignalWatch;
  const sweep = new SweepHandler(
    sessions.sweeps,
    sessions.intake,
    new FlushQueue(notes),
    jobs,
    {} as EffectQueues,
    signals,
  );

  afterEach(async () => {
    for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1000 }))
      if ((keys as string[]).length > 0) await redis.del(keys as string[]);
  });
  afterAll(async () => {
    await Promise.all([notes.close(), payloads.close()]);
    await redis.quit();
  });

  /** A linked session that a payload woke 20 s ago; its job as the stream role adds it. */
  const woken = async (sessionId: string) => {
    const item = actionItem({ i: 0, type: 'click', text: 'a', ts: Date.now() / 1000, url: '' });
    const eventId = randomUUID().replaceAll('-', '');
    const event = { eventId, sessionId, userId: '', email: '', conversationId: `c-${sessionId}`, items: [item] };
    const [admitted] = await sessions.intake.admit([event]);
    const sessionKey = sessions.intake.keyOf(sessionId);
    await redis.zadd(`${prefix}:due`, Date.now() - 20_000, sessionKey);
    const { generation, quietMs } = admitted!;
    const job = { sessionKey, sessionId, eventId, forwardedAt: null, payload: {}, generation, quietMs };
    return { ...job, addJob: () => new PayloadQueue(payloads).add([job]) };
  };
  const flushJobs = async () => (await notes.getJobs()).map(({ id }) => id).sort();
  const generationOf = async ({ sessionKey }: { sessionKey: string }) =>
    Number(await redis.hget(`${prefix}:s:${sessionKey}`, 'gen'));

  it('leaves what waits for its turn where it is, and adds what has no job, also behind very many of them', async () => {
    const waiting = [];
    for (let i = 0; i < 600; i++) {
      const session = await woken(`s${i}`);
      await session.addJob();
      waiting.push(session);
    }
    const lost = await woken('lost');
    for (let i = 0; i < 3; i++) await sweep.handle();
    expect(await flushJobs()).toEqual([JOB_IDS.flush(lost.sessionKey, lost.generation)]);
    expect(await generationOf(waiting[0]!)).toBe(waiting[0]!.generation);
    expect(await payloads.getWaitingCount()).toBe(600);
  });

  it('leaves a flush that waits, and opens the next one where it has ended and is kept', async () => {
    const session = await woken('s');
    await sweep.handle();
    await sweep.handle();
    expect(await flushJobs()).toEqual([JOB_IDS.flush(session.sessionKey, 1)]);
    const worker = new Worker(notes.name, null, { connection, prefix: queuePrefix(settings) });
    const taken = await worker.getNextJob('token');
    await taken!.moveToFailed(Object.assign(new Error('refused'), { name: 'UnrecoverableError' }), 'token', false);
    await worker.close();
    await sweep.handle();
    expect(await flushJobs()).toEqual([1, 2].map((n) => JOB_IDS.flush(session.sessionKey, n)));
    expect(await generationOf(session)).toBe(2);
  });

  it('takes the place of a run that says nothing for a minute, and of no other', async () => {
    const session = await woken('s');
    await session.addJob();
    const worker = new Worker(payloads.name, null, { connection, prefix: queuePrefix(settings) });
    await worker.getNextJob('token');
    await sweep.handle();
    expect(await generationOf(session)).toBe(1);
    await redis.zadd(`${prefix}:due`, Date.now() - 90_000, session.sessionKey);
    await sweep.handle();
    expect(await flushJobs()).toEqual([JOB_IDS.flush(session.sessionKey, 2)]);
    await worker.close();
  });
});
