import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { until } from '../../../test/support/until';
import { type Answer, Chat } from './chat';
import { LlmGate, type LlmGateOptions, type LlmTurn } from './llm-gate';
import { LlmSummariser } from './llm.summariser';
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
const turnOnceAllowed = (gate: LlmGate) =>
  until(
    'a turn',
    async () => {
      const turn = await gate.ask(1);
      return turn.do === 'wait' ? null : turn;
    },
    { everyMs: 5 },
  );

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

describe('an LLM as the summariser', () => {
  const request = { actions: [{ i: 0, type: 'click', text: 'User clicked Pay on the Cart page', url: '' }] };
  const usage = { model: 'm', promptTokens: 30, completionTokens: 12 };
  const good: Answer = { text: 'They clicked Pay on the Cart page.', ...usage };
  const lie: Answer = { text: 'Maria Lopez clicked Pay and was furious about it.', ...usage };
  const chatOf = (...answers: (Answer | SummaryError)[]) =>
    new (class extends Chat {
      calls = 0;
      complete(): Promise<Answer> {
        const answer = answers[Math.min(this.calls++, answers.length - 1)]!;
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      }
    })();
  const summariser = (chat: Chat, gate: LlmGate) => new LlmSummariser({ chat, gate, words: {}, mask: (text) => text });
  const refusal = new SummaryError('refusal', undefined, usage);

  it('says who wrote, and counts what the answer used', async () => {
    const gate = gateOf();
    await expect(summariser(chatOf(good), gate).summarise(request)).resolves.toMatchObject({ ...good, by: 'm' });
    expect((await gate.status()).tokensToday).toBe(42);
  });

  it('writes by rules, saying so, once the day is spent, also while the breaker is open', async () => {
    const gate = gateOf({ dailyTokens: 400 });
    const chat = chatOf(new SummaryError('timeout'));
    await expect(summariser(chat, gateOf()).summarise(request)).rejects.toThrow(SummaryError);
    await fails(gateOf(), 9);
    await expect(summariser(chat, gate).summarise(request)).resolves.toMatchObject({
      by: 'rules',
      rulesBecause: 'daily_tokens',
    });
    expect(chat.calls).toBe(1);
  });

  it('keeps the reservation of a time-out, gives back that of an error, counts what a refusal used', async () => {
    const gate = gateOf();
    const failing = (error: SummaryError) => summariser(chatOf(error), gate).summarise(request);
    await expect(failing(new SummaryError('http', 500))).rejects.toThrow('HTTP 500');
    expect((await gate.status()).tokensToday).toBe(0);
    await expect(failing(refusal)).rejects.toThrow('refused');
    expect((await gate.status()).tokensToday).toBe(42);
    await expect(failing(new SummaryError('timeout'))).rejects.toThrow('in time');
    expect((await gate.status()).tokensToday).toBeGreaterThan(42 + 256);
  });

  it('is postponed while the breaker is open, without asking', async () => {
    const gate = gateOf();
    await fails(gate, 10);
    const chat = chatOf(good);
    await expect(summariser(chat, gate).summarise(request)).rejects.toBeInstanceOf(SummaryPostponed);
    expect(chat.calls).toBe(0);
  });

  it.each<[string, SummaryError]>([
    ['a refusal', refusal],
    ['an empty answer', new SummaryError('empty', undefined, usage)],
    ['an unreadable answer', new SummaryError('unreadable')],
    ['a 400', new SummaryError('http', 400)],
    ['a 413', new SummaryError('http', 413)],
  ])('%s is its own failure: however many there are, the breaker stays closed', async (_name, error) => {
    const gate = gateOf();
    for (let i = 0; i < 12; i++) await expect(summariser(chatOf(error), gate).summarise(request)).rejects.toBe(error);
    expect(await gate.status()).toMatchObject({ failures: 0, openSince: null });
  });

  it.each([401, 404, 429, 500, 503])('a %i is the failure of the LLM: the breaker counts it', async (status) => {
    const gate = gateOf();
    await expect(summariser(chatOf(new SummaryError('http', status)), gate).summarise(request)).rejects.toThrow();
    expect((await gate.status()).failures).toBe(1);
  });

  it('a probe that is refused closes the breaker: the server works, and nobody waits for one summary', async () => {
    const gate = gateOf();
    await fails(gate, 10);
    await new Promise((resolve) => setTimeout(resolve, PROBE_EVERY_MS + 20));
    await expect(summariser(chatOf(refusal), gate).summarise(request)).rejects.toThrow('refused');
    expect((await gate.ask(1)).do).toBe('ask');
  });

  it('after ten attempts that failed for this summary alone, rules write it, and what was spent is told', async () => {
    const chat = chatOf(refusal);
    const llm = summariser(chat, gateOf());
    await expect(llm.summarise(request, { failedAlone: 8 })).rejects.toThrow('refused');
    await expect(llm.summarise(request, { failedAlone: 9 })).resolves.toMatchObject({
      by: 'rules',
      rulesBecause: 'attempts',
      promptTokens: 30,
      completionTokens: 12,
    });
  });

  it('failures of the server lead to no rules, however often', async () => {
    const llm = summariser(chatOf(new SummaryError('http', 503)), gateOf());
    await expect(llm.summarise(request, { failedAlone: 9 })).rejects.toThrow('HTTP 503');
  });

  it('an answer that the gate refuses is asked for once more', async () => {
    const chat = chatOf(lie, good);
    const summary = await summariser(chat, gateOf()).summarise(request);
    expect(summary).toMatchObject({
      text: good.text,
      by: 'm',
      refused: ['name'],
      promptTokens: 60,
      completionTokens: 24,
    });
    expect(chat.calls).toBe(2);
  });

  it('a second answer that the gate refuses leads to rules at once, and the breaker does not count it', async () => {
    const gate = gateOf();
    const chat = chatOf(lie);
    const summary = await summariser(chat, gate).summarise(request);
    expect(summary).toMatchObject({ by: 'rules', rulesBecause: 'gate', refused: ['name', 'name'], promptTokens: 60 });
    expect(summary.text).not.toContain('Maria');
    expect(chat.calls).toBe(2);
    expect(await gate.status()).toMatchObject({ failures: 0, tokensToday: 84 });
  });
});
