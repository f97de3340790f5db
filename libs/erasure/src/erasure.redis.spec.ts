import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Test } from '@nestjs/testing';
import type { TestingModule } from '@nestjs/testing';
import { ConfigModule, loadSettings } from '@app/config';
import { DeskCalls } from '@app/desk';
import { IntercomModule } from '@app/intercom';
import { newRef } from '@app/notes';
import { PayloadQueue } from '@app/queues';
import { RedisModule, emailKeyOf, userKeyOf } from '@app/redis';
import { actionItem, SessionConnection, Sessions } from '@app/sessions';
import { TelemetryModule } from '@app/telemetry';
import { Redis } from 'ioredis';
import { everything } from '../../../test/support/everything';
import { RedisServer } from '../../../test/support/redis-server';
import { until } from '../../../test/support/until';
import { AppendOnlyFile } from './append-only.file';
import { ErasureModule } from './erasure.module';
import { ErasureRequests } from './erasure.requests';
import { ErasureWork } from './erasure.work';
import { type Person, personOf } from './person';

const PREFIX = 'erasing';

/** A Redis of its own: the files and the commands that are counted are this test's alone. */
describe('an erasure in Redis', () => {
  let server: RedisServer;
  let redis: Redis;
  let module: TestingModule;
  let parts = 0;
  let clock = 0;

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis(server.url);
    // Else a rewritten file is compressed, and no text is found in it whether it is there or not.
    await redis.config('SET', 'aof-use-rdb-preamble', 'no');
    const settings = loadSettings(
      {
        REDIS_URL: server.url,
        REDIS_PREFIX: PREFIX,
        AUTOPLAY_STREAM_URL: 'http://127.0.0.1:1/stream/product',
        INTERCOM_ACCESS_TOKEN: 'token',
        INTERCOM_ADMIN_ID: '1',
        DEBOUNCE_MS: '0',
        LOG_LEVEL: 'silent',
      },
      { roles: [] },
    );
    const imports = [ConfigModule.forRoot(settings), TelemetryModule, RedisModule, IntercomModule, ErasureModule];
    module = await Test.createTestingModule({ imports })
      .overrideProvider(DeskCalls)
      // What may have arrived unrecorded is looked for, and is not there.
      .useValue({
        configured: true,
        offers: () => true,
        findNote: () => Promise.resolve({ did: 'fail', verdict: { do: 'gone' } }),
      })
      .compile();
    module.useLogger(false);
    await module.init();
  });
  afterAll(async () => {
    await module?.close();
    redis?.disconnect();
    await server?.remove();
  });

  const store = () => new Sessions(module.get(SessionConnection, { strict: false }));
  const work = () => module.get(ErasureWork);
  const requests = () => module.get(ErasureRequests);

  const arrive = async (sessionId: string, text: string, who: { userId?: string; email?: string } = {}) => {
    const eventId = randomUUID().replaceAll('-', '');
    const items = [actionItem({ i: 0, type: 'click', text, ts: Date.now() / 1000, url: '' })];
    const event = { eventId, sessionId, userId: '', email: '', conversationId: null, items, ...who };
    const [admitted] = await store().intake.admit([event]);
    return { ...admitted!, eventId };
  };
  const link = (conversationId: string, sessionId: string, who: { externalId?: string; email?: string }) =>
    store().links.linkConversation({
      notificationId: randomUUID(),
      conversationId,
      state: 'open',
      stateAt: ++clock,
      sessionId,
      externalId: '',
      email: '',
      contactId: `contact-of-${conversationId}`,
      ...who,
    });
  const intent = async (sessionId: string, generation: number) => {
    const ref = newRef();
    for (;;) {
      const step = await store().flushes.begin(store().intake.keyOf(sessionId), generation, 'o', ref);
      if (step.do === 'post') return step;
      if (step.do === 'stop') throw new Error('nothing is to be posted');
      await sleep(step.ms);
    }
  };

  /** Passes as a writer makes them, with Intercom confirming each redaction. */
  const erase = async (person: Person) => {
    let record = await requests().add(person, 'hand');
    for (let pass = 0; pass < 10; pass++) {
      const done = (await work().passInTurn(record))!;
      if (done.finished) return done.record;
      for (const part of Object.keys(await redis.hgetall(`${PREFIX}:owed`)))
        await store().redactions.redacted('', part);
      record = done.record;
    }
    throw new Error('the erasure does not end');
  };

  /** Sessions with actions, a posted note, a dead letter, a job and a buffer without conversation. */
  const knownPerson = async () => {
    const mark = randomUUID();
    const [text, userId, email] = [`text-${mark}`, `user-${mark}`, `${mark}@erase.example`];
    const [linked, unlinked] = [`linked-${mark}`, `unlinked-${mark}`];
    const who = { userId, email };
    const conversation = `7${String(++clock).padStart(8, '0')}`;
    await link(conversation, linked, { externalId: userId, email });
    const key = store().intake.keyOf(linked);
    const first = await intent(linked, (await arrive(linked, `${text} posted`, who)).generation);
    await store().flushes.arm(key, first.ref, 'o', 'print');
    await store().flushes.commit(key, first.ref, String(9000 + ++parts));
    const second = await intent(linked, (await arrive(linked, `${text} refused`, who)).generation);
    await store().flushes.deadLetter(key, second.ref, 'o', 'http_422');
    await arrive(unlinked, `${text} waits`, who);
    const payload = { actions: [{ description: text, user_id: userId, email }] };
    const job = { sessionKey: key, sessionId: linked, eventId: mark, forwardedAt: null, payload };
    await module.get(PayloadQueue, { strict: false }).add([job]);
    const names = [
      userId,
      email,
      userKeyOf(userId),
      emailKeyOf(email),
      linked,
      unlinked,
      key,
      store().intake.keyOf(unlinked),
    ];
    return { userId, email, traces: [text, ...names, second.ref] };
  };
  const kept = async (traces: string[]) =>
    (await everything(redis, PREFIX)).filter(({ text }) => traces.some((trace) => text.includes(trace)));
  const rewritten = () =>
    until('the append-only file is rewritten', async () => {
      const told = await redis.info('persistence');
      return /aof_rewrite_in_progress:0/.test(told) && /aof_rewrite_scheduled:0/.test(told);
    });

  it.each([
    ['a user id', ({ userId }: { userId: string }) => personOf({ userId })],
    ['an e-mail', ({ email }: { email: string }) => personOf({ email })],
  ])('by %s leaves nothing in any key, nor in the append-only file once that is rewritten', async (_, named) => {
    const person = await knownPerson();
    for (const trace of person.traces) {
      expect(await kept([trace])).not.toEqual([]);
      expect(server.filed()).toContain(trace);
    }
    const { removed } = await erase(named(person));
    expect(removed).toMatchObject({ sessions: 2, redactions: 1 });
    expect(await kept(person.traces)).toEqual([]);
    expect(server.filed()).toContain(person.traces[0]);

    // The last rewrite was more than ten minutes ago.
    await redis.hdel(`${PREFIX}:aof`, 'started');
    expect(await module.get(AppendOnlyFile).rewriteIfDue()).toEqual({ outcome: 'started' });
    await rewritten();
    const filed = server.filed();
    expect(person.traces.filter((trace) => filed.includes(trace))).toEqual([]);
    expect(filed).toContain(PREFIX);
  });

  /** What Redis was asked to do meanwhile, scripts' own commands included. */
  const commandsOf = async (what: () => Promise<unknown>): Promise<Record<string, number>> => {
    await redis.config('RESETSTAT');
    await what();
    const rows = (await redis.info('commandstats')).matchAll(/^cmdstat_([^:|]+)[^:]*:calls=(\d+)/gm);
    return Object.fromEntries([...rows].map(([, name, calls]) => [name!, Number(calls)] as const));
  };
  const many = async (count: number) => {
    const events = Array.from({ length: count }, () =>
      arrive(`of-others-${randomUUID()}`, 'a click', { userId: randomUUID() }),
    );
    await Promise.all(events);
  };

  it('of a contact whom nobody knows costs a few commands and no scan, however many sessions there are', async () => {
    const stranger = async () => {
      await requests().add(personOf({ contactId: randomUUID() }), 'webhook');
      await work().workOnDue(() => false);
    };
    // The first erasure of a deployment looks once whether the index is whole.
    await stranger();
    const few = await commandsOf(stranger);
    await many(2_000);
    const after = await commandsOf(stranger);
    const sum = (told: Record<string, number>) => Object.values(told).reduce((all, calls) => all + calls, 0);
    expect(after.scan ?? after.keys).toBeUndefined();
    expect(sum(after)).toBeLessThanOrEqual(sum(few));
    expect(sum(after)).toBeLessThan(40);
    expect(await requests().all()).toEqual([]);
  });

  it('by an e-mail compares it with all that is kept once, not in each pass', async () => {
    const person = await knownPerson();
    const record = await requests().add(personOf({ email: person.email }), 'hand');
    let next = record;
    const pass = async () => (next = (await work().passInTurn(next))!.record);
    expect((await commandsOf(pass)).scan).toBeGreaterThan(0);
    expect((await commandsOf(pass)).scan).toBeUndefined();
    await erase(personOf({ email: person.email }));
    expect(await kept(person.traces)).toEqual([]);
  });
});
