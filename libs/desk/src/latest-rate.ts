import type { RateSeen } from './rate.seen';

interface Observation {
  limit: number;
  used: number;
  resetAtMs: number;
  /** What other apps spent up to then is in `used`; of later calls nothing is known. */
  seenAtMs: number;
  /** Answers to calls of ours that were counted in this window, since the last hand-over. */
  answered: number;
}

export const NOTHING_SEEN: Observation = { limit: 0, used: 0, resetAtMs: 0, seenAtMs: 0, answered: 0 };
const HAND_OVER_EVERY_MS = 100;
/** A jump of this share of the limit is told at once, and so are a new window, another limit and a window used up. */
const NOTABLE_SHARE = 0.05;
/** This window and the last one. */
const KEPT = 2;

/**
 * The newest rate headers that this process saw and has not told Redis yet, by window. Of one window the greatest use counts: answers
 * overtake each other. Spares Redis a call per answer.
 */
export class LatestRate {
  private readonly pending = new Map<number, Observation>();
  private told = NOTHING_SEEN;
  private toldAtMs = -Infinity;

  /** @returns whether to tell Redis now instead of with the next turn. */
  see({ limit, remaining, resetAtMs, askedAtMs }: RateSeen, nowMs: number): boolean {
    const known = this.pending.get(resetAtMs);
    const used = Math.max(limit - remaining, known?.used ?? 0);
    const seenAtMs = Math.max(askedAtMs ?? nowMs, known?.seenAtMs ?? 0);
    this.pending.set(resetAtMs, { limit, used, resetAtMs, seenAtMs, answered: (known?.answered ?? 0) + 1 });
    if (this.pending.size > KEPT) this.pending.delete(Math.min(...this.pending.keys()));
    if (resetAtMs < this.told.resetAtMs) return false;
    const fresh = resetAtMs > this.told.resetAtMs || limit !== this.told.limit;
    const jump = used - this.told.used;
    const usedUp = remaining === 0 && this.told.used < limit;
    return fresh || usedUp || jump > limit * NOTABLE_SHARE || nowMs - this.toldAtMs >= HAND_OVER_EVERY_MS;
  }

  /** What is pending of one window, the older one first, once; `NOTHING_SEEN` when nothing is. */
  handOver(nowMs: number): Observation {
    const observation = this.pending.get(Math.min(...this.pending.keys()));
    if (!observation) return NOTHING_SEEN;
    this.pending.delete(observation.resetAtMs);
    if (observation.resetAtMs >= this.told.resetAtMs) {
      this.told = observation;
      this.toldAtMs = nowMs;
    }
    return observation;
  }
}
