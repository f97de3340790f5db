import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { until } from '../../../test/support/until';
import type { CallClass } from './gate.types';
import { RateGate } from './rate-gate';

const url = process.env.REDIS_URL;
if (!url) throw new Error('REDIS_URL is not set: these specs need a real Redis');

/** Time between probes in these specs; in an outage it is 15 % of it: 300 ms. Long enough for a busy machine to ask twice in between. */
const PROBE_MS = 2_000;

describe('what pauses calls', () => {
  const redis = [new Redis(url), new Redis(url)];
  let prefix: string;
  let gate: RateGate;
  let other: RateGate;

  beforeEach(() => {
    prefix = `test:${randomUUID()}`;
    [gate, other] = redis.map((one) => new RateGate(one, prefix, { limit: 1000, probeEveryMs: PROBE_MS })) as [
      RateGate,
      RateGate,
    ];
  });
  afterEach(() => redis[0]!.del(['gate', 'pause', 'refused'].map((name) => `${prefix}:rl:${name}`)));
  afterAll(() => redis.forEach((one) => one.disconnect()));

  const paused = { ok: false, reason: 'paused' };
  const goes = { ok: true, probe: false };
  const probes = { ok: true, probe: true };
  const scopes = async () => (await gate.status()).pauses.map(({ scope }) => scope);
  const take = (cls: CallClass, from = gate) => from.take(cls);
  /** The turn that a call gets once the probe is due. */
  const probe = (cls: CallClass, from = gate) =>
    until('the probe is due', async () => {
      const turn = await from.take(cls);
      return turn.ok ? turn : null;
    });
  const fails = (cls: CallClass, conversations: string[]) =>
    conversations.reduce<Promise<boolean>>(
      async (before, id) => (await before, gate.failed(cls, 'http_503', id)),
      Promise.resolve(false),
    );

  it('a refused token stops everything in every process; one call at a time probes, and its success lets all go on', async () => {
    await gate.pause('unauthorized');
    for (const cls of ['note', 'summary', 'read', 'redaction'] as const)
      expect(await take(cls, other)).toMatchObject(paused);
    expect((await other.status()).paused).toMatchObject({ scope: 'all', reason: 'unauthorized' });
    expect(await gate.moves()).toMatchObject({ note: 'stay', read: 'stay', call: false });
    expect(await probe('read', other)).toEqual(probes);
    expect(await take('read')).toMatchObject(paused);
    expect(await take('note', other)).toMatchObject(paused);
    await gate.pause('still unauthorized');
    expect((await other.status()).paused).toMatchObject({ reason: 'still unauthorized' });
    expect(await probe('note')).toEqual(probes);
    await gate.passed('note', { probe: true });
    expect(await take('note', other)).toEqual(goes);
    expect(await redis[0]!.exists(`${prefix}:rl:pause`)).toBe(0);
  });

  it('a refused redaction stops redactions only, however often it is refused', async () => {
    for (let i = 0; i < 3; i++) {
      expect(await gate.refused('redaction', 'forbidden', '1')).toBe('paused');
      expect(await take('redaction')).toMatchObject(paused);
      for (const cls of ['note', 'summary', 'read'] as const) expect(await take(cls, other)).toEqual(goes);
    }
    expect(await scopes()).toEqual(['redaction']);
    await gate.passed('note', { probe: false });
    expect(await take('redaction')).toMatchObject(paused);
    expect(await probe('redaction')).toEqual(probes);
    await gate.passed('redaction', { probe: true });
    expect(await scopes()).toEqual([]);
  });

  it('a wrong plan or admin id stops notes and summaries at once, and not what is read or redacted', async () => {
    expect(await gate.refused('note', 'admin_not_found')).toBe('paused');
    expect(await take('summary')).toMatchObject(paused);
    expect(await take('read')).toEqual(goes);
    expect(await take('redaction')).toEqual(goes);
  });

  it('a note that is refused holds only its conversation; three different ones in a row hold all notes', async () => {
    expect(await gate.refused('note', 'forbidden', '1')).toBe('held');
    expect(await gate.refused('note', 'forbidden', '1')).toBe('held');
    expect(await gate.refused('note', 'forbidden', '2')).toBe('held');
    expect(await take('note')).toEqual(goes);
    await gate.passed('note', { probe: false, conversationId: '3' });
    expect(await gate.refused('note', 'forbidden', '4')).toBe('held');
    expect(await gate.refused('note', 'forbidden', '5')).toBe('held');
    expect(await gate.refused('note', 'forbidden', '6')).toBe('paused');
    expect(await take('note')).toMatchObject(paused);
    expect(await take('read')).toEqual(goes);
  });

  it('a conversation that is refused three times while others pass is its own failure', async () => {
    for (const verdict of ['held', 'held', 'own']) {
      expect(await gate.refused('note', 'forbidden', '1')).toBe(verdict);
      expect(await take('note', other)).toEqual(goes);
      await other.passed('note', { probe: false, conversationId: '2' });
    }
    expect(await scopes()).toEqual([]);
  });

  it('a conversation that is refused while nobody passes is not its own failure, and one that passes is forgiven', async () => {
    for (let i = 0; i < 5; i++) expect(await gate.refused('note', 'forbidden', '1')).toBe('held');
    await take('note');
    await gate.passed('note', { probe: false, conversationId: '1' });
    expect(await gate.refused('note', 'forbidden', '1')).toBe('held');
  });

  it('five transient failures in a row of three conversations are an outage: everything stops', async () => {
    expect(await fails('note', ['1', '1', '1', '2', '2', '1'])).toBe(false);
    expect(await take('note')).toEqual(goes);
    expect(await gate.failed('note', 'http_503', '3')).toBe(true);
    for (const cls of ['note', 'summary', 'read', 'redaction'] as const)
      expect(await take(cls, other)).toMatchObject(paused);
    expect(await gate.failed('read', 'http_503', '9')).toBe(true);
    expect((await gate.status()).paused).toMatchObject({ scope: 'outage', reason: 'http_503' });
  });

  it('a success in between makes them no outage', async () => {
    await fails('note', ['1', '2', '3', '4']);
    await take('note');
    await gate.passed('note', { probe: false, conversationId: '5' });
    expect(await fails('note', ['6', '7', '8', '9'])).toBe(false);
    expect(await take('note')).toEqual(goes);
  });

  it('in an outage a read or a redaction probes and no note does; then one note, and its success lets all go on', async () => {
    await fails('note', ['1', '2', '3', '4', '5']);
    expect(await gate.moves()).toMatchObject({ note: 'stay', read: 'stay', call: false });
    await until('a probe is due', async () => (await gate.moves()).call);
    expect(await take('note')).toMatchObject(paused);
    expect(await gate.moves()).toMatchObject({ note: 'stay', call: true });
    expect(await take('read')).toEqual(probes);
    expect(await gate.moves()).toMatchObject({ call: false });
    await gate.failed('read', 'http_503', '1');
    expect(await take('redaction')).toMatchObject(paused);
    expect(await probe('read')).toEqual(probes);
    await gate.passed('read', { probe: true });
    expect(await take('read', other)).toEqual(goes);
    expect(await gate.moves()).toEqual({ note: 'one', read: 'go', call: false, recovered: false });
    expect(await take('note')).toEqual(probes);
    expect(await take('note', other)).toMatchObject(paused);
    await gate.passed('note', { probe: true });
    expect(await take('note', other)).toEqual(goes);
    expect(await gate.moves()).toEqual({ note: 'go', read: 'go', call: false, recovered: true });
    expect(await gate.moves()).toMatchObject({ recovered: false });
    expect(await redis[0]!.exists(`${prefix}:rl:pause`)).toBe(0);
  });

  it('redactions that fail stop no notes where notes passed meanwhile', async () => {
    await fails('redaction', ['1', '2']);
    await take('note');
    await gate.passed('note', { probe: false });
    expect(await fails('redaction', ['3', '4', '5'])).toBe(true);
    expect(await take('redaction')).toMatchObject(paused);
    expect(await take('note')).toEqual(goes);
    expect(await take('read')).toEqual(goes);
  });
});
