import { randomUUID } from 'node:crypto';
import type { WebhookDecision } from '@app/contracts';
import type { TelemetryEvent } from '@app/telemetry';
import { Redis } from 'ioredis';
import { Journal } from './journal';
import { JournalWriter } from './journal.writer';

const url = process.env.REDIS_URL;
if (!url) throw new Error('REDIS_URL is not set: run this by `npm test -- integration`');

const HOUR = 3_600_000;
const KEPT = { SESSION_TTL_SECONDS: HOUR / 1000 };
const payload = (sessionKey: string, actions = 1): TelemetryEvent => ({
  what: 'payload',
  outcome: 'admitted',
  sessionKey,
  eventId: randomUUID(),
  actions,
  by: 'stream',
});
const link = (conversationId: string, decision: WebhookDecision): TelemetryEvent => ({
  what: 'link',
  topic: 'conversation.user.created',
  notificationId: null,
  conversationId,
  decision,
  ms: 1,
});
const note = (sessionKey: string, conversationId: string): TelemetryEvent => ({
  what: 'note',
  outcome: 'posted',
  sessionKey,
  conversationId,
  ref: 'abc',
  kind: 'actions',
  tries: 0,
  actions: 3,
});

describe('the journal', () => {
  const redis = new Redis(url);
  const prefixes: string[] = [];
  const open = () => {
    const prefix = `t-${randomUUID().slice(0, 8)}`;
    prefixes.push(prefix);
    return { prefix, writer: new JournalWriter(redis, prefix, KEPT), journal: new Journal(redis, prefix) };
  };
  afterAll(async () => {
    await redis.del(prefixes.map((prefix) => `${prefix}:journal`));
    await redis.quit();
  });

  it('tells payloads of one session and moment as one, their actions added up', async () => {
    const { prefix, writer, journal } = open();
    for (let i = 0; i < 20; i++) writer.record(payload('a', 2));
    writer.record(payload('b'));
    await writer.flush();
    expect(await redis.xlen(`${prefix}:journal`)).toBe(2);
    const { entries } = await journal.of({ sessionKeys: ['a'], conversationIds: [] });
    expect(entries).toMatchObject([{ count: 20, event: { what: 'payload', actions: 40 } }]);
  });

  it('tells what happened to a session in one moment as one entry, before and after its link', async () => {
    const { prefix, writer, journal } = open();
    writer.record(payload('a'));
    writer.record(note('a', '1'));
    await writer.flush();
    expect(await redis.xlen(`${prefix}:journal`)).toBe(1);
    for (const whose of [
      { sessionKeys: ['a'], conversationIds: [] },
      { sessionKeys: [], conversationIds: ['1'] },
    ]) {
      const { entries } = await journal.of(whose);
      expect(entries.map(({ event }) => event.what)).toEqual(['note', 'payload']);
    }
  });

  it('is read by session or conversation, newest first, and from a cursor on', async () => {
    const { writer, journal } = open();
    writer.record(payload('a'));
    await writer.flush();
    writer.record(link('1', 'linked_by_user'));
    writer.record(note('a', '1'));
    writer.record(note('b', '2'));
    await writer.flush();
    const whose = { sessionKeys: ['a'], conversationIds: ['1'] };
    const first = await journal.of(whose);
    expect(first.entries.map(({ event }) => event.what)).toEqual(['note', 'link', 'payload']);
    expect(first.lookedBackTo).toBeNull();
    writer.record(payload('a'));
    await writer.flush();
    const { entries, cursor } = await journal.of(whose, { after: first.cursor });
    expect(entries.map(({ event }) => event.what)).toEqual(['payload']);
    expect((await journal.of(whose, { after: cursor })).entries).toEqual([]);
    expect((await journal.latest(2)).length).toBe(2);
  });

  it('says how far back it looked when there is more', async () => {
    const { writer, journal } = open();
    for (let i = 0; i < 5; i++) {
      writer.record(payload('a'));
      await writer.flush();
    }
    const { entries, lookedBackTo } = await journal.of({ sessionKeys: ['a'], conversationIds: [] }, { limit: 3 });
    expect(entries.length).toBe(3);
    expect(lookedBackTo).toBe(entries.at(-1)?.at);
  });

  it('forgets sessions and conversations, and nothing else', async () => {
    const { writer, journal } = open();
    for (const event of [payload('a'), note('b', '1'), note('c', '2')]) writer.record(event);
    await writer.flush();
    expect(await journal.forget({ sessionKeys: ['a'], conversationIds: ['1'] })).toBe(2);
    expect((await journal.latest(10)).map(({ event }) => event)).toMatchObject([{ sessionKey: 'c' }]);
  });

  it('leaves out what tells nobody anything, and who was erased', async () => {
    const { prefix, writer } = open();
    writer.record({ what: 'intercom_call', operation: 'note', outcome: 'ok', status: 200, ms: 3 });
    writer.record({ ...link('', 'unhandled_topic'), conversationId: null } as TelemetryEvent);
    writer.record({ ...payload('a'), outcome: 'seen_before' } as TelemetryEvent);
    writer.record(link('1', 'erased'));
    writer.record({ what: 'redaction', outcome: 'redacted', sessionKey: '', conversationId: '1', partId: '2' });
    await writer.flush();
    expect(await redis.exists(`${prefix}:journal`)).toBe(0);
  });

  it('ages out', async () => {
    const { prefix, writer } = open();
    writer.record(payload('a'));
    await writer.flush();
    const ttl = await redis.pttl(`${prefix}:journal`);
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(HOUR);
  });

  it('neither throws nor waits when Redis is away', async () => {
    const away = new Redis('redis://127.0.0.1:1', { enableOfflineQueue: false, retryStrategy: null });
    away.on('error', () => undefined);
    const writer = new JournalWriter(away, 'nowhere', KEPT);
    for (let i = 0; i < 10_000; i++) writer.record(note(`s${i}`, '1'));
    await writer.flush();
    away.disconnect();
  });

  it('skips what it cannot read', async () => {
    const { prefix, journal } = open();
    await redis.xadd(`${prefix}:journal`, '*', 's', 'a', 'c', '', 'h', '{"not":"ours"');
    await redis.xadd(`${prefix}:journal`, '*', 's', 'a', 'c', '', 'h', '{"__proto__":[]}');
    expect((await journal.of({ sessionKeys: ['a'], conversationIds: [] })).entries).toEqual([]);
  });
});
