import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { GatedSummariser } from './gated.summariser';
import { LlmGate, type LlmGateOptions, type LlmTurn } from './llm-gate';
import { RuleSummariser } from './rule.summariser';
import { type Summary, Summariser } from './summariser';
import { SummaryError, SummaryPostponed } from './summary.error';

const url = process.env.REDIS_URL;
if (!url) throw new Error('REDIS_URL is not set: run this by `npm test -- integration`');

const PROBE_EVERY_MS = 400;
const connections: Redis[] = [];
let prefix: string;

beforeEach(() => {
  prefix = `test-${randomUUID()}`;
});
afterEach(async () => {
  const [first] = connections;
  const keys = (await first?.keys(`${prefix}:*`)) ?? [];
  if (keys.length > 0) await first?.del(keys);
  for (const redis of connections.splice(0)) redis.disconnect();
});

/** Each with its own connection, as processes have. */
const gateOf = (options: LlmGateOptions = {}) => {
  const redis = new Redis(url);
  connections.push(redis);
  return new LlmGate(redis, prefix, { probeEveryMs: PROBE_EVERY_MS, ...options });
};
const reserved = (turn: LlmTurn) => {
  if (turn.do !== 'ask') throw new Error(`expected a turn, got ${turn.do}`);
  return turn.reservation;
};
const fails = async (gate: LlmGate, times: number) => {
  for (let i = 0; i < times; i++) await gate.answered(reserved(await gate.ask(1)), 'failed', 0);
};
const turnOnceAllowed = async (gate: LlmGate) => {
  for (;;) {
    const turn = await gate.ask(1);
    if (turn.do !== 'wait') return turn;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('the breaker', () => {
  it('opens after 10 failures in a row, counted over all processes', async () => {
    const [one, two] = [gateOf(), gateOf()];
    await fails(one, 5);
    await fails(two, 4);
    expect((await one.ask(1)).do).toBe('ask');
    await fails(one, 1);
    expect((await two.ask(1)).do).toBe('wait');
    expect(await one.status()).toMatchObject({ failures: 10, openSince: expect.any(Number) });
  });

  it('starts to count anew at a success', async () => {
    const gate = gateOf();
    await fails(gate, 9);
    await gate.answered(reserved(await gate.ask(1)), 'ok');
    await fails(gate, 9);
    expect((await gate.ask(1)).do).toBe('ask');
  });

  it('does not count calls that we gave up ourselves', async () => {
    const gate = gateOf();
    for (let i = 0; i < 12; i++) await gate.answered(reserved(await gate.ask(1)), 'unclear', 0);
    expect(await gate.status()).toMatchObject({ failures: 0, openSince: null });
  });

  it('lets one probe through at a time, says to the others when the next is, and closes at a success', async () => {
    const [one, two] = [gateOf(), gateOf()];
    await fails(one, 10);
    const probe = reserved(await turnOnceAllowed(one));
    const turns = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).ask(1)));
    expect(new Set(turns.map((turn) => turn.do))).toEqual(new Set(['wait']));
    for (const turn of turns) {
      if (turn.do !== 'wait') continue;
      expect(turn.ms).toBeGreaterThan(0);
      expect(turn.ms).toBeLessThanOrEqual(PROBE_EVERY_MS + 1000);
    }
    await two.answered(probe, 'ok');
    expect((await two.ask(1)).do).toBe('ask');
    expect(await two.status()).toMatchObject({ failures: 0, openSince: null });
  });

  it('stays open when the probe fails, or never comes back', async () => {
    const gate = gateOf();
    await fails(gate, 10);
    await gate.answered(reserved(await turnOnceAllowed(gate)), 'failed', 0);
    expect((await gate.ask(1)).do).toBe('wait');
    await turnOnceAllowed(gate);
    expect((await gate.ask(1)).do).toBe('wait');
    expect((await turnOnceAllowed(gate)).do).toBe('ask');
  });

  it('leaves no state for ever', async () => {
    await fails(gateOf(), 10);
    for (const key of await connections[0]!.keys(`${prefix}:*`))
      expect(await connections[0]!.pttl(key)).toBeGreaterThan(0);
  });
});

describe('the daily budget', () => {
  it('reserves before the call, so that processes at once cannot exceed it', async () => {
    const gates = [gateOf({ dailyTokens: 1000 }), gateOf({ dailyTokens: 1000 })];
    const turns = await Promise.all(Array.from({ length: 40 }, (_, i) => gates[i % 2]!.ask(100)));
    expect(turns.filter((turn) => turn.do === 'ask')).toHaveLength(10);
    expect(turns.filter((turn) => turn.do === 'rules')).toHaveLength(30);
  });

  it('sets right what was reserved: less, more, or unknown', async () => {
    const gate = gateOf({ dailyTokens: 1000 });
    await gate.answered(reserved(await gate.ask(300)), 'ok', 120);
    expect((await gate.status()).tokensToday).toBe(120);
    await gate.answered(reserved(await gate.ask(300)), 'ok', 500);
    expect((await gate.status()).tokensToday).toBe(620);
    await gate.answered(reserved(await gate.ask(300)), 'unclear');
    expect((await gate.status()).tokensToday).toBe(920);
  });

  it('with 0 tokens asks never, without a limit counts all the same', async () => {
    expect((await gateOf({ dailyTokens: 0 }).ask(1)).do).toBe('rules');
    const gate = gateOf();
    await gate.answered(reserved(await gate.ask(300)), 'ok', 5_000_000);
    expect((await gate.ask(300)).do).toBe('ask');
    expect((await gate.status()).tokensToday).toBe(5_000_300);
  });
});

describe('a summariser behind the gate', () => {
  const actions = [{ i: 0, type: 'click', text: 'User clicked', url: '' }];
  const answer: Summary = { text: 'They clicked.', model: 'm', promptTokens: 30, completionTokens: 12 };
  const asked = (answers: () => Promise<Summary>) =>
    new (class extends Summariser {
      calls = 0;
      summarise(): Promise<Summary> {
        this.calls++;
        return answers();
      }
    })();
  const gated = (llm: Summariser, gate: LlmGate) => new GatedSummariser(llm, new RuleSummariser('daily_tokens'), gate);

  it('counts what the answer used', async () => {
    const gate = gateOf();
    const llm = asked(() => Promise.resolve(answer));
    await expect(gated(llm, gate).summarise(actions)).resolves.toBe(answer);
    expect((await gate.status()).tokensToday).toBe(42);
  });

  it('writes by rules, saying so, once the day is spent, also while the breaker is open', async () => {
    const gate = gateOf({ dailyTokens: 400 });
    const llm = asked(() => Promise.reject(new SummaryError('timeout')));
    await expect(gated(llm, gateOf()).summarise(actions)).rejects.toThrow(SummaryError);
    await fails(gateOf(), 9);
    const { text, rulesBecause } = await gated(llm, gate).summarise(actions);
    expect(text).toContain('Written by rules');
    expect(rulesBecause).toBe('daily_tokens');
    expect(llm.calls).toBe(1);
  });

  it('keeps the reservation of a time-out, gives back that of an error, counts what a refusal used', async () => {
    const gate = gateOf();
    const with_ = (error: SummaryError) =>
      gated(
        asked(() => Promise.reject(error)),
        gate,
      ).summarise(actions);
    await expect(with_(new SummaryError('http', 500))).rejects.toThrow('HTTP 500');
    expect((await gate.status()).tokensToday).toBe(0);
    await expect(with_(new SummaryError('refusal', undefined, answer))).rejects.toThrow('refused');
    expect((await gate.status()).tokensToday).toBe(42);
    await expect(with_(new SummaryError('timeout'))).rejects.toThrow('in time');
    expect((await gate.status()).tokensToday).toBeGreaterThan(42 + 256);
    expect((await gate.status()).failures).toBe(3);
  });

  it('is postponed while the breaker is open, without asking', async () => {
    const gate = gateOf();
    await fails(gate, 10);
    const llm = asked(() => Promise.resolve(answer));
    await expect(gated(llm, gate).summarise(actions)).rejects.toBeInstanceOf(SummaryPostponed);
    expect(llm.calls).toBe(0);
  });
});
