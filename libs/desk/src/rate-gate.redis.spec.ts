import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Redis } from 'ioredis';
import { IntercomClient } from '../../intercom/src/intercom.client';
import { IntercomError } from '../../intercom/src/intercom.error';
import { until } from '../../../test/support/until';
import { DeskError } from './desk.error';
import type { CallClass } from './gate.types';
import { RateGate, type RateGateOptions } from './rate-gate';
import { waitForTurn } from './wait-for-turn';
import { windowedServer } from './windowed-server.fixture';

const url = process.env.REDIS_URL;
if (!url) throw new Error('REDIS_URL is not set: these specs need a real Redis');

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

describe('RateGate', () => {
  let prefix: string;
  const connections: Redis[] = [];
  const closers: (() => Promise<void>)[] = [];

  beforeEach(() => {
    prefix = `test:${randomUUID()}`;
  });

  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
    await connections[0]?.del(`${prefix}:rl:gate`, `${prefix}:rl:pause`);
    for (const redis of connections.splice(0)) redis.disconnect();
  });

  const gateOf = (options: RateGateOptions) => {
    const redis = new Redis(url);
    connections.push(redis);
    return new RateGate(redis, prefix, options);
  };

  /** A moment of a window. */
  const reached = (condition: () => boolean | Promise<boolean>) => until('the moment', condition, { everyMs: 2 });

  /** Waits for the beginning of the next window, so that a spec of one window fits into it. */
  const windowBegins = (windowMs: number) => {
    const now = Math.floor(Date.now() / windowMs);
    return reached(() => Math.floor(Date.now() / windowMs) > now);
  };

  const grants = async (gate: RateGate, cls: CallClass, asks: number) =>
    (await Promise.all(Array.from({ length: asks }, () => gate.take(cls)))).filter((turn) => turn.ok).length;

  /** Callers that do what the writer does, as fast as they are let, until `stop` aborts. */
  const saturate = async (gate: RateGate, client: IntercomClient, callers: number, stop: AbortSignal) => {
    const call = async () => {
      while (!stop.aborted) {
        try {
          const turn = await waitForTurn(gate, 'note', { signal: stop, maxWaitMs: 60_000 });
          if (turn.ok) await gate.observe((await client.me()).rate!);
        } catch (error) {
          if (error instanceof DeskError && stop.aborted) return;
          if (!(error instanceof IntercomError) || error.status !== 429) throw error;
          if (error.rate) await Promise.all([gate.observe(error.rate), gate.ban(error.rate.resetAtMs, '429')]);
        }
      }
    };
    await Promise.all(Array.from({ length: callers }, call));
  };

  const twoProcesses = async (api: { limit: number; windowMs: number; neighbour?: number }) => {
    const { limit, windowMs } = api;
    const server = await windowedServer({ ...api, offsetMs: Math.floor(Math.random() * windowMs) });
    closers.push(() => server.close());
    const client = new IntercomClient({
      baseUrl: server.baseUrl,
      accessToken: 't',
      adminId: '1',
      apiVersion: '2.11',
      timeoutMs: 5000,
    });
    const stop = new AbortController();
    setMaxListeners(0, stop.signal);
    const gates = [1, 2].map(() => gateOf({ limit, windowMs }));
    await gates[0]!.take('read');
    await gates[0]!.observe((await client.me()).rate!);
    const running = Promise.all(gates.map((gate) => saturate(gate, client, 30, stop.signal)));
    return { server, finish: () => (stop.abort(), running) };
  };

  /**
   * What the gate makes of three whole windows in a row. On a busy machine calls are on their way for so long that they are counted in the
   * window after theirs: that says nothing of the gate, so any three of the first 100 will do, after one in which it learns. How often
   * that is, on a quiet machine, is a matter of the long fault suite.
   */
  const inThreeWindows = async (
    { windowNow, counts }: Awaited<ReturnType<typeof windowedServer>>,
    look: (seen: { ok: number; refused: number }) => void,
  ) => {
    const learned = windowNow() + 2;
    for (let from = learned; ; from++) {
      await reached(() => windowNow() >= from + 3);
      const three = [from, from + 1, from + 2].map((window) => counts.get(window) ?? { ok: 0, refused: 0 });
      try {
        return look({ ok: sum(three.map(({ ok }) => ok)), refused: sum(three.map(({ refused }) => refused)) });
      } catch (error) {
        if (from === learned + 97) throw error;
      }
    }
  };

  it('spends a saturated budget nearly whole over two processes and draws no 429', async () => {
    const { server, finish } = await twoProcesses({ limit: 200, windowMs: 2000 });
    await inThreeWindows(server, ({ ok, refused }) => {
      expect(ok / (197 * 3)).toBeGreaterThanOrEqual(0.98);
      expect(refused / ok).toBeLessThanOrEqual(0.001);
    }).finally(finish);
  });

  it('leaves a steady neighbour its half and draws no 429 once it is known', async () => {
    const { server, finish } = await twoProcesses({ limit: 200, windowMs: 2000, neighbour: 100 });
    await inThreeWindows(server, ({ ok, refused }) => {
      expect(refused / ok).toBeLessThanOrEqual(0.001);
      expect(ok / (97 * 3)).toBeGreaterThanOrEqual(0.95);
      expect(ok).toBeLessThanOrEqual(100 * 3);
    }).finally(finish);
  });

  it('holds back what a neighbour took, looks now and then whether it still does, and never gives all away', async () => {
    const windowMs = 2000;
    const gate = gateOf({ limit: 1000, windowMs });
    const other = gateOf({ limit: 1000, windowMs });
    await windowBegins(windowMs);
    await gate.take('note');
    const resetAtMs = Math.floor(Date.now() / windowMs + 1) * windowMs;
    await gate.observe({ limit: 1000, remaining: 0, resetAtMs });
    expect(await grants(other, 'note', 300)).toBe(98);
    await windowBegins(windowMs);
    expect(await grants(other, 'note', 300)).toBe(99);
    await reached(() => Date.now() % windowMs > 600);
    expect(await grants(other, 'note', 300)).toBe(1);
    await reached(() => Date.now() % windowMs > 1530);
    // All hundred calls are answered, and no other was counted.
    for (let used = 1; used <= 100; used++) {
      await gate.observe({ limit: 1000, remaining: 1000 - used, resetAtMs: resetAtMs + windowMs });
    }
    const released = await grants(other, 'note', 1000);
    // It may still come, at its rate, for what is left of the window and a quarter more.
    expect(released).toBeGreaterThan(985 - 100 - 500);
    expect(released).toBeLessThan(985 - 100 - 250);
  });

  it('gives claims of browsers half, redactions 70 %, summaries 95 % and notes all of what is spent of a window', async () => {
    const gate = gateOf({ limit: 200, windowMs: 2000 });
    await windowBegins(2000);
    expect(await grants(gate, 'claim', 300)).toBe(98);
    expect(await grants(gate, 'redaction', 300)).toBe(137 - 98);
    expect(await grants(gate, 'claim', 300)).toBe(0);
    expect(await grants(gate, 'summary', 300)).toBe(187 - 137);
    expect(await grants(gate, 'note', 300)).toBe(197 - 187);
    const refused = await gate.take('read');
    expect(refused).toMatchObject({ ok: false, reason: 'window' });
    const { window } = await gate.status();
    expect(window).toEqual({ limit: 200, used: 197, share: 1 });
  });

  it('gives next to nothing in the last moments of a window', async () => {
    const gate = gateOf({ limit: 400, windowMs: 2000 });
    for (;;) {
      await reached(() => Date.now() % 2000 > 1910 && Date.now() % 2000 < 1960);
      const window = Math.floor(Date.now() / 2000);
      const given = await grants(gate, 'note', 50);
      // On a busy machine the window may have ended meanwhile: then it says nothing, and the next one is looked at.
      if (Math.floor(Date.now() / 2000) > window) continue;
      expect(given).toBe(3);
      return;
    }
  });

  it('says when to come again: at the beginning of the next window', async () => {
    const gate = gateOf({ limit: 1, windowMs: 500 });
    await windowBegins(500);
    expect(await gate.take('note')).toEqual({ ok: true, probe: false });
    const asked = Date.now();
    const refused = await gate.take('note');
    const next = (Math.floor(asked / 500) + 1) * 500;
    if (refused.ok) throw new Error('two turns of a budget of one');
    expect(asked + refused.waitMs).toBeLessThan(next + 60);
    expect(Date.now() + refused.waitMs).toBeGreaterThanOrEqual(next);
    expect(await waitForTurn(gate, 'note', { maxWaitMs: 1000 })).toEqual({ ok: true, probe: false });
  });

  it("follows Intercom's limit where it is smaller than the configured one, and not where it is larger", async () => {
    const gate = gateOf({ limit: 100, windowMs: 2000 });
    await windowBegins(2000);
    const resetAtMs = Math.ceil(Date.now() / 2000) * 2000;
    await gate.observe({ limit: 5000, remaining: 5000, resetAtMs });
    expect((await gate.status()).window.limit).toBe(100);
    await gate.observe({ limit: 10, remaining: 10, resetAtMs });
    expect((await gate.status()).window.limit).toBe(10);
    expect(await grants(gate, 'note', 50)).toBe(9);
  });

  it('is not led astray by absurd headers', async () => {
    const gate = gateOf({ limit: 100, windowMs: 2000 });
    await windowBegins(2000);
    await gate.observe({ limit: 1, remaining: 0, resetAtMs: 0 });
    await gate.observe({ limit: 1, remaining: 0, resetAtMs: Date.now() + 1e12 });
    expect(await grants(gate, 'note', 200)).toBe(98);
  });

  it('lets nobody through while banned, in any process, and everybody afterwards', async () => {
    const [gate, other] = [gateOf({ limit: 100 }), gateOf({ limit: 100 })];
    const untilMs = Date.now() + 1000;
    await gate.ban(untilMs, 'rate_limit_exceeded');
    const refused = await other.take('note');
    expect(refused).toMatchObject({ ok: false, reason: 'banned' });
    expect((await other.status()).banned).toMatchObject({ reason: 'rate_limit_exceeded' });
    await other.ban(untilMs - 700, 'a shorter one changes nothing');
    expect(await waitForTurn(other, 'note', { maxWaitMs: 200 })).toMatchObject({ ok: false, reason: 'banned' });
    expect(await waitForTurn(other, 'note', { maxWaitMs: 2000 })).toEqual({ ok: true, probe: false });
    expect(Date.now()).toBeGreaterThanOrEqual(untilMs - 5);
    expect((await other.status()).banned).toBeNull();
  });

  it('stops waiting when its caller does', async () => {
    const gate = gateOf({ limit: 1000 });
    await gate.ban(Date.now() + 60_000, 'rate_limit_exceeded');
    const stop = new AbortController();
    const waiting = waitForTurn(gate, 'note', { signal: stop.signal, maxWaitMs: 90_000 });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ failure: { is: 'unsent', ours: true }, reason: 'NOT_SENT' });
  });

  it('leaves nothing behind for ever but the pause', async () => {
    const gate = gateOf({ limit: 10 });
    await gate.take('note');
    const redis = connections[0]!;
    const ttl = await redis.pttl(`${prefix}:rl:gate`);
    expect(ttl).toBeGreaterThan(0);
    await gate.pause('unauthorized');
    expect(await redis.pttl(`${prefix}:rl:pause`)).toBe(-1);
    await gate.passed('read', { probe: true });
    expect(await redis.exists(`${prefix}:rl:pause`)).toBe(0);
  });
});
