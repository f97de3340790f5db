import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { loadSettings } from '@app/config';
import { RateGate } from '@app/desk';
import { actionItem, readAction, rulesOf, SessionConnection, Sessions } from '@app/sessions';
import type { Redis } from 'ioredis';
import { RedisCluster } from '../support/redis-cluster';
import { LONG } from './length';

const PREFIX = '{sidenote}';
const SESSIONS = LONG ? 60 : 15;
const AFTER = LONG ? 30 : 5;

const settings = loadSettings({
  AUTOPLAY_STREAM_URL: 'http://127.0.0.1:9/stream/product',
  AUTOPLAY_API_TOKEN: 'unused',
  INTERCOM_ACCESS_TOKEN: 'unused',
  INTERCOM_ADMIN_ID: '1',
  INTERCOM_CLIENT_SECRET: 'unused',
});

/** Stream, flush job and Intercom of one session, by the scripts that the service runs. */
class Visit {
  readonly sent: string[] = [];
  readonly posted: string[] = [];
  readonly id = randomUUID();

  constructor(
    private readonly sessions: Sessions,
    private readonly gate: RateGate,
  ) {}

  async link(): Promise<void> {
    await this.sessions.links.linkConversation({
      ...{ notificationId: randomUUID(), conversationId: `c-${this.id}`, state: 'open', stateAt: Date.now() },
      ...{ sessionId: this.id, externalId: `u-${this.id}`, email: '', contactId: '' },
    });
  }

  async acts(): Promise<void> {
    const text = `action ${this.sent.length + 1}`;
    const items = [actionItem({ i: 0, type: 'click', text, ts: Date.now() / 1000, url: '' })];
    const eventId = randomUUID().replaceAll('-', '');
    const event = { eventId, sessionId: this.id, userId: `u-${this.id}`, email: '', conversationId: null, items };
    const [admitted] = await this.sessions.intake.admit([event]);
    this.sent.push(text);
    await this.flush(admitted!.generation);
  }

  private async flush(generation: number): Promise<void> {
    const [key, owner] = [this.sessions.intake.keyOf(this.id), randomUUID().slice(0, 13)];
    for (;;) {
      const step = await this.sessions.flushes.begin(key, generation, owner, randomUUID().slice(0, 8));
      if (step.do === 'stop') return;
      if (step.do === 'wait') {
        await wait(step.ms);
        continue;
      }
      const turn = await this.gate.take('note', {
        word: this.sessions.flushes.lastWord,
        args: [key, step.ref, owner, 'x'],
      });
      if (!turn.ok) throw new Error(`no turn: ${turn.reason}`);
      this.posted.push(...step.items.map((item) => readAction(item).text));
      await this.sessions.flushes.commit(key, step.ref, randomUUID());
    }
  }
}

describe('a Redis Cluster of three masters with one prefix', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await RedisCluster.start();
  });
  afterAll(() => cluster?.remove());

  it('a slot that moves under load loses and doubles nothing', async () => {
    const redis = cluster.client as unknown as Redis;
    const rules = { ...rulesOf(settings), debounceMs: [0], debounceMaxMs: [0], summaryThreshold: 1_000_000 };
    const sessions = new Sessions(new SessionConnection(redis, PREFIX, 'product', rules));
    const gate = new RateGate(redis, PREFIX, { limit: 1_000_000 });
    await redis.set(`${PREFIX}:product`, 'product');
    const visits = Array.from({ length: SESSIONS }, () => new Visit(sessions, gate));
    await Promise.all(visits.map((visit) => visit.link()));
    expect((await cluster.sizes()).filter((size) => size > 0)).toHaveLength(1);

    let moved: number | undefined;
    const moving = cluster.moveSlotOf(PREFIX).then((keys) => (moved = keys));
    const play = async (visit: Visit) => {
      for (let after = 0; after < AFTER; after += moved === undefined ? 0 : 1) await visit.acts();
    };
    await Promise.all(visits.map(play));
    expect(await moving).toBeGreaterThan(SESSIONS);

    for (const { sent, posted } of visits) expect(posted).toEqual(sent);
    expect((await cluster.sizes()).filter((size) => size > 0)).toHaveLength(1);
    expect(await redis.zcard(`${PREFIX}:due`)).toBe(0);
  });
});
