import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { LastWord } from './last-word';
import { RateGate } from './rate-gate';

const redis = new Redis(process.env.REDIS_URL!);
afterAll(() => redis.disconnect());

/** May: whoever is no "stranger". Is written down as one that goes. */
const LUA = `
local function may(who)
  if who == 'broken' then error('no such thing') end
  return who == 'stranger' and 0 or 1
end
local function go(who) redis.call('RPUSH', KEYS[1] .. ':went', who) end
return may, go`;

function play(limit: number) {
  const prefix = `test:${randomUUID()}`;
  const word: LastWord = { name: 'test', lua: LUA, width: 1, settings: '' };
  const gate = new RateGate(redis, prefix, { limit });
  return {
    gate,
    ask: (...who: string[]) => Promise.allSettled(who.map((each) => gate.take('note', { word, args: [each] }))),
    went: () => redis.lrange(`${prefix}:went`, 0, -1),
    taken: async () => (await gate.status()).window.used,
  };
}

const yes = { status: 'fulfilled', value: { ok: true, probe: false } };
const no = { status: 'fulfilled', value: { ok: false, reason: 'no_word' } };

describe('the last word in the step of a turn', () => {
  it('takes a turn for whom it lets go, and none for others', async () => {
    const { ask, went, taken } = play(100);
    expect(await ask('a', 'stranger', 'b')).toEqual([yes, no, yes]);
    expect([await went(), await taken()]).toEqual([['a', 'b'], 2]);
    expect(await ask('stranger')).toEqual([no]);
    expect(await taken()).toBe(2);
  });

  it('writes nothing for who gets no turn', async () => {
    const { ask, went } = play(2);
    const answers = await ask('a', 'b');
    expect(answers[0]).toEqual(yes);
    expect(answers[1]).toMatchObject({ value: { ok: false, reason: 'window' } });
    expect(await went()).toEqual(['a']);
  });

  it('lets one try while calls are paused', async () => {
    const { ask, gate, went } = play(100);
    await gate.pause('unauthorized');
    expect(await ask('a')).toMatchObject([{ value: { ok: false, reason: 'paused' } }]);
    expect(await went()).toEqual([]);
  });

  it('that fails for one does not fail the others', async () => {
    const { ask, went, taken } = play(100);
    const [broken, good] = await ask('broken', 'a');
    expect(broken).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('no such thing') } });
    expect(good).toEqual(yes);
    expect([await went(), await taken()]).toEqual([['a'], 1]);
  });
});
