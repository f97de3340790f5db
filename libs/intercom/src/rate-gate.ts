import { TurnBatch } from '@app/redis';
import type { Redis } from 'ioredis';
import { GATE_SCRIPTS } from './rate-gate.lua';
import { LatestRate, NOTHING_SEEN } from './latest-rate';
import type { RateHeaders } from './rate.headers';

/** What a call is for. Notes and the reads that they need go before summaries, summaries before redactions. */
export type CallClass = 'note' | 'summary' | 'redaction' | 'read';

export type Turn =
  /** One call may be made now. `probe`: sending is paused and this call tries whether it works again: `resume()` if it does. */
  | { ok: true; probe: boolean }
  /** Worth asking again after `waitMs`. */
  | { ok: false; waitMs: number; reason: 'window' | 'banned' | 'paused' };

export interface GateStatus {
  /** `since` in Unix ms. */
  paused: { reason: string; since: number } | null;
  /** `until` in Unix ms. */
  banned: { until: number; reason: string } | null;
  /** Of the current window: `limit` what Intercom or the configuration allows, `used` our tokens, `share` of what may be ours of it. */
  window: { limit: number; used: number; share: number };
}

export interface RateGateOptions {
  limitPer10s: number;
  /** Length of Intercom's fixed window; the limit is per window. Other lengths are for tests. */
  windowMs?: number;
  /** One call tries this often while paused. */
  probeEveryMs?: number;
}

type StatusReply = [string | null, string | null, number, string | null, number, number, number];

/** Share of the window's budget, in thousandths, and the spread in ms after a window begins: who matters more comes first. */
const CLASSES: Record<CallClass, { share: number; kind: string; spread: [number, number] }> = {
  note: { share: 1000, kind: 'note', spread: [1, 10] },
  read: { share: 1000, kind: 'read', spread: [1, 10] },
  summary: { share: 950, kind: 'note', spread: [15, 25] },
  redaction: { share: 700, kind: 'redaction', spread: [30, 50] },
};
const REFUSALS = { '0': 'window', '-1': 'banned', '-2': 'paused', '-3': 'paused' } as const;

/**
 * The budget of Intercom calls that all processes share, in Redis. Take a turn directly before each call, `observe` each answer's
 * headers, `ban` on a 429, `pause` when credentials are refused.
 *
 * Guarantees: at most 98.5 % of a fixed window is given out, aligned to the resets that Intercom names, less what other apps were seen
 * to spend of it in this window or the last; in the last 100 ms of a window only as many as the margin bears, since a call on its way is
 * counted in the next one. While paused exactly one call per 20 s goes out, and everybody goes on within seconds of its success.
 * Rejects when Redis fails; a turn is then not taken, or lost.
 *
 * Keys: `<prefix>:rl:gate` (hash, a day after the last call), `<prefix>:rl:pause` (hash, until resumed).
 */
export class RateGate {
  private readonly keys: [string, string];
  private readonly windowMs: number;
  private readonly probeEveryMs: number;
  private readonly latest = new LatestRate();
  private readonly asked = {
    note: new TurnBatch((all: undefined[]) => this.takeAll('note', all.length)),
    read: new TurnBatch((all: undefined[]) => this.takeAll('read', all.length)),
    summary: new TurnBatch((all: undefined[]) => this.takeAll('summary', all.length)),
    redaction: new TurnBatch((all: undefined[]) => this.takeAll('redaction', all.length)),
  } satisfies Record<CallClass, unknown>;
  private readonly scripts: Record<string, (...args: (string | number)[]) => Promise<unknown>>;

  constructor(
    private readonly redis: Redis,
    prefix: string,
    private readonly options: RateGateOptions,
  ) {
    this.keys = [`${prefix}:rl:gate`, `${prefix}:rl:pause`];
    this.windowMs = options.windowMs ?? 10_000;
    this.probeEveryMs = options.probeEveryMs ?? 20_000;
    for (const [name, lua] of Object.entries(GATE_SCRIPTS))
      redis.defineCommand(`gate:${name}`, { numberOfKeys: 2, lua });
    this.scripts = redis as unknown as typeof this.scripts;
  }

  async take(cls: CallClass): Promise<Turn> {
    // Where a few of those who asked together got theirs, the others hear how long to wait when they ask again.
    for (;;) {
      const turn = await this.asked[cls].ask(undefined);
      if (turn) return turn;
    }
  }

  /** Null for those for whom nothing was left. */
  private async takeAll(cls: CallClass, wanted: number): Promise<(Turn | null)[]> {
    const { share, kind, spread } = CLASSES[cls];
    const answer = (await this.run('take', share, kind, this.probeEveryMs, wanted)) as [number, number, number];
    const [code, wait, given] = answer;
    return Array.from({ length: wanted }, (_, i) => {
      if (code > 0) return i < given ? { ok: true, probe: code === 2 } : null;
      const reason = REFUSALS[`${code}` as keyof typeof REFUSALS];
      return { ok: false, waitMs: wait + this.spreadMs(code, spread), reason };
    });
  }

  /** Takes note of what an answer showed. Answers come in numbers: most of them only ride along with the next turn. */
  async observe(rate: RateHeaders): Promise<void> {
    if (this.latest.see(rate, Date.now())) await this.run('learn');
  }

  /** Nothing goes out until `untilMs` (Unix ms, our clock; at most ten minutes from now). Call once for each 429. */
  async ban(untilMs: number, reason: string): Promise<void> {
    await this.run('ban', Math.round(Math.min(600_000, Math.max(0, untilMs - Date.now()))), reason);
  }

  /**
   * Stops all sending but the probes. Again while paused: the probe failed. With `cls` only calls like it probe
   * (a read says nothing about a wrong admin id), unless none came for a minute.
   */
  async pause(reason: string, cls?: CallClass): Promise<void> {
    await this.run('pause', reason, cls ? CLASSES[cls].kind : '', this.probeEveryMs);
  }

  async resume(): Promise<void> {
    await this.redis.del(this.keys[1]);
  }

  async status(): Promise<GateStatus> {
    const [reason, since, ban, why, limit, used, budget] = (await this.run('status')) as StatusReply;
    return {
      paused: reason === null ? null : { reason, since: Number(since) },
      banned: ban === 0 ? null : { until: ban, reason: why ?? '' },
      window: { limit, used, share: used / budget },
    };
  }

  private run(script: keyof typeof GATE_SCRIPTS, ...args: (string | number)[]): Promise<unknown> {
    // `status` writes nothing, so what it were handed would be lost.
    const { limit, used, resetAtMs, seenAtMs, answered } =
      script === 'status' ? NOTHING_SEEN : this.latest.handOver(Date.now());
    const budget = [this.windowMs, this.options.limitPer10s, limit, used, resetAtMs, Date.now() - seenAtMs, answered];
    return this.scripts[`gate:${script}`]!(...this.keys, ...budget, ...args);
  }

  /** After a pause or a probe: half a second to three, so that not everybody comes at once; all within 30 s of a repair. */
  private spreadMs(code: number, [least, most]: [number, number]): number {
    const scale = this.probeEveryMs / 20_000;
    if (code === -2) return Math.round((500 + Math.random() * 2500) * scale);
    if (code === -3) return Math.round((500 + Math.random() * 1000) * scale);
    return Math.round(least + Math.random() * (most - least));
  }
}
