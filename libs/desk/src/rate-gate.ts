import { Inject, Injectable } from '@nestjs/common';
import { REDIS_PREFIX } from '@app/config';
import { luaOf, productMark, REDIS, TurnBatch } from '@app/redis';
import type { Redis } from 'ioredis';
import { DeskBudget } from './desk';
import { GATE_ANSWERS, type GateAnswers, type GateScript } from './gate.answers';
import type { CallClass, CallKind, GateStatus, GateTurn, Moves, Turn } from './gate.types';
import type { Asking, LastWord } from './last-word';
import { LUA } from './lua/files';
import { LatestRate, NOTHING_SEEN } from './latest-rate';
import type { RateSeen } from './rate.seen';

export type RateGateOptions = Pick<DeskBudget, 'limit'> & Partial<DeskBudget>;

/** Share of the window's budget, in thousandths, and the spread in ms after a window begins: who matters more comes first. */
const CLASSES: Record<CallClass, { share: number; kind: CallKind; spread: [number, number] }> = {
  note: { share: 1000, kind: 'note', spread: [1, 10] },
  read: { share: 1000, kind: 'read', spread: [1, 10] },
  summary: { share: 950, kind: 'note', spread: [15, 25] },
  redaction: { share: 700, kind: 'redaction', spread: [30, 50] },
  claim: { share: 500, kind: 'read', spread: [30, 50] },
};
/** 3 s of 20. */
const OUTAGE_PROBES = 0.15;
/** Conversations whose notes or reads are refused in a row before all of that kind are held. A redaction's own kind is held at once. */
const REFUSED_IN_A_ROW = 3;
/** Successes are told at most so often while something is amiss. */
const TELL_EVERY_MS = 200;
/** Three of the gate; the prefix and the mark of the product, as every script of a session has them. */
const KEYS = 5;
const REFUSALS = { '0': 'window', '-1': 'banned', '-2': 'paused', '-3': 'paused' } as const;

/** Defined once its word is known. */
const WITH_WORD = 'take-with' satisfies GateScript;
const withWord = ({ lua }: LastWord) => luaOf(LUA, WITH_WORD).replace('-- @word', () => lua);

/**
 * The budget of calls to the desk that all processes share, and what pauses them, in Redis. Only `DeskCalls` takes turns, and tells what
 * became of them.
 *
 * Guarantees: at most 98.5 % of a fixed window is given out, aligned to the resets that the desk names, less what other apps were seen
 * to spend of it in this window or the last; in the last 100 ms of a window only as many as the margin bears, since a call on its way is
 * counted in the next one. A refused token pauses everything, another refusal its own kind of call, with exactly one probe per 20 s;
 * five transient failures in a row, of three conversations, pause every kind that has had no success since they began, with a probe per
 * 3 s. Rejects when Redis fails; a turn is then not taken, or lost.
 *
 * Keys: `<prefix>:rl:gate` (hash, a day after the last call), `<prefix>:rl:pause` (hash, until all is well), `<prefix>:rl:refused` (hash,
 * a day after the last refusal).
 */
@Injectable()
export class RateGate {
  private readonly keys: string[];
  private readonly windowMs: number;
  /** Time between probes, ms. */
  readonly probeEveryMs: number;
  private readonly outageProbeEveryMs: number;
  private readonly latest = new LatestRate();
  /** Since when successes of a kind were not told; infinite while nothing is amiss. */
  private readonly tellFrom: Record<CallKind, number> = { note: Infinity, redaction: Infinity, read: Infinity };
  /** By class, and by whose last word is asked. */
  private readonly asked = new Map<string, TurnBatch<Asking['args'], Turn | null>>();
  private readonly scripts: Record<string, (...args: (string | number)[]) => Promise<unknown>>;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(REDIS_PREFIX) prefix: string,
    @Inject(DeskBudget) private readonly options: RateGateOptions,
  ) {
    this.keys = [`${prefix}:rl:gate`, `${prefix}:rl:pause`, `${prefix}:rl:refused`, prefix, productMark(prefix)];
    this.windowMs = options.windowMs ?? 10_000;
    this.probeEveryMs = options.probeEveryMs ?? 20_000;
    this.outageProbeEveryMs = Math.round(this.probeEveryMs * OUTAGE_PROBES);
    for (const name of Object.keys(GATE_ANSWERS))
      if (name !== WITH_WORD) redis.defineCommand(`gate:${name}`, { numberOfKeys: KEYS, lua: luaOf(LUA, name) });
    this.scripts = redis as unknown as typeof this.scripts;
  }

  /** @param last asked in the same step: a turn is taken only with its yes, and nothing is between the two. */
  async take(cls: CallClass): Promise<GateTurn>;
  async take(cls: CallClass, last: Asking): Promise<Turn>;
  async take(cls: CallClass, last?: Asking): Promise<Turn> {
    const batch = this.batchOf(cls, last?.word);
    // Where a few of those who asked together got theirs, the others hear how long to wait when they ask again.
    for (;;) {
      const turn = await batch.ask(last?.args ?? []);
      if (turn) return turn;
    }
  }

  private batchOf(cls: CallClass, word?: LastWord) {
    const name = `${cls} ${word?.name ?? ''}`;
    const known = this.asked.get(name);
    if (known) return known;
    if (word) this.redis.defineCommand(`gate:${name}`, { numberOfKeys: KEYS, lua: withWord(word) });
    const batch = new TurnBatch((all: Asking['args'][]) =>
      word ? this.takeWith(cls, word, all) : this.takeAll(cls, all.length),
    );
    this.asked.set(name, batch);
    return batch;
  }

  /** Null for those for whom nothing was left. */
  private async takeAll(cls: CallClass, wanted: number): Promise<(Turn | null)[]> {
    const answer = await this.run('take', ...this.termsOf(cls), wanted);
    return Array.from({ length: wanted }, (_, i) => this.turnOf(cls, answer, i < answer.given));
  }

  private async takeWith(cls: CallClass, word: LastWord, all: Asking['args'][]): Promise<(Turn | null | Error)[]> {
    const args = [...this.keys, ...this.seen(), ...this.termsOf(cls), word.width, word.settings, ...all.flat()];
    const answer = GATE_ANSWERS[WITH_WORD](await this.scripts[`gate:${cls} ${word.name}`]!(...args), WITH_WORD);
    return answer.said.map((each) => {
      if (each instanceof Error) return each;
      return each === 0 ? { ok: false, reason: 'no_word' } : this.turnOf(cls, answer, each === 1);
    });
  }

  private termsOf(cls: CallClass) {
    const { share, kind } = CLASSES[cls];
    return [share, kind, this.probeEveryMs, this.outageProbeEveryMs] as const;
  }

  private turnOf(cls: CallClass, { code, wait, amiss }: GateAnswers['take'], given: boolean): Turn | null {
    const { kind, spread } = CLASSES[cls];
    if (amiss === 0) this.tellFrom[kind] = Infinity;
    else if (amiss === 2 || (amiss === 1 && this.tellFrom[kind] === Infinity)) this.tellFrom[kind] = 0;
    if (code > 0) return given ? { ok: true, probe: code === 2 } : null;
    const reason = REFUSALS[`${code}` as keyof typeof REFUSALS];
    return { ok: false, waitMs: wait + this.spreadMs(code, spread), reason };
  }

  /** Takes note of what an answer showed. Answers come in numbers: most of them only ride along with the next turn. */
  async observe(rate: RateSeen): Promise<void> {
    if (this.latest.see(rate, Date.now())) await this.run('learn');
  }

  /** Nothing goes out until `untilMs` (Unix ms, our clock; at most ten minutes from now). Call once for each 429. */
  async ban(untilMs: number, reason: string): Promise<void> {
    await this.run('ban', Math.round(Math.min(600_000, Math.max(0, untilMs - Date.now()))), reason);
  }

  /** Everything stops but the probes: the token is refused. Again while paused: the probe failed. */
  async pause(reason: string): Promise<void> {
    await this.run('pause', 'all', reason, this.probeEveryMs);
  }

  /**
   * A call was refused for what it may not do; without a conversation it says the same of all. `held`: only this conversation waits;
   * `paused`: its kind does; `own`: it was refused three times while others passed.
   */
  async refused(cls: CallClass, reason: string, conversationId = ''): Promise<'held' | 'paused' | 'own'> {
    const { kind } = CLASSES[cls];
    this.tellFrom[kind] = 0;
    const most = conversationId === '' || kind === 'redaction' ? 1 : REFUSED_IN_A_ROW;
    const answer = await this.run('refused', kind, conversationId, reason, this.probeEveryMs, most);
    return (['held', 'paused', 'own'] as const)[answer as 0 | 1 | 2];
  }

  /** A transient failure. True: it is an outage's, and nobody's fault. */
  async failed(cls: CallClass, reason: string, conversationId = ''): Promise<boolean> {
    const { kind } = CLASSES[cls];
    this.tellFrom[kind] = 0;
    return this.run('failed', kind, conversationId, reason, this.outageProbeEveryMs);
  }

  /** The desk took a call, or refused it only for what it asked. Costs nothing while all is well. */
  async passed(
    cls: CallClass,
    { probe, conversationId = '' }: { probe: boolean; conversationId?: string },
  ): Promise<void> {
    const { kind } = CLASSES[cls];
    const now = Date.now();
    if (!probe && now < this.tellFrom[kind]) return;
    this.tellFrom[kind] = now + TELL_EVERY_MS;
    await this.run('passed', kind, conversationId);
  }

  moves = (): Promise<Moves> => this.run('next');

  async status(): Promise<GateStatus> {
    const { ban, why, limit, taken, budget, pauses } = await this.run('status');
    return {
      paused: pauses[0] ?? null,
      pauses,
      banned: ban === 0 ? null : { until: ban, reason: why ?? '' },
      window: { limit, used: taken, share: taken / budget },
    };
  }

  private async run<N extends GateScript>(script: N, ...args: (string | number)[]): Promise<GateAnswers[N]> {
    // `status` writes nothing, so what it were handed would be lost.
    const seen = this.seen(script === 'status' ? NOTHING_SEEN : undefined);
    return GATE_ANSWERS[script](
      await this.scripts[`gate:${script}`]!(...this.keys, ...seen, ...args),
      script,
    ) as GateAnswers[N];
  }

  private seen(observation = this.latest.handOver(Date.now())): number[] {
    const { limit, used, resetAtMs, seenAtMs, answered } = observation;
    return [this.windowMs, this.options.limit, limit, used, resetAtMs, Date.now() - seenAtMs, answered];
  }

  /** After a pause or a probe: half a second to three, so that not everybody comes at once; all within 30 s of a repair. */
  private spreadMs(code: number, [least, most]: [number, number]): number {
    const scale = this.probeEveryMs / 20_000;
    if (code === -2) return Math.round((500 + Math.random() * 2500) * scale);
    if (code === -3) return Math.round((500 + Math.random() * 1000) * scale);
    return Math.round(least + Math.random() * (most - least));
  }
}
