/** Intercom's budget: so many calls in a fixed window that is aligned to the clock, 10 s as a rule. */
export class RateWindow {
  private window = -1;
  private used = 0;

  /** Spends one call if there is one. `reset` is in Unix seconds. */
  spend(limit: number, windowMs: number, now = Date.now()): { granted: boolean; remaining: number; reset: number } {
    const window = Math.floor(now / windowMs);
    if (window !== this.window) {
      this.window = window;
      this.used = 0;
    }
    const granted = this.used < limit;
    if (granted) this.used += 1;
    return { granted, remaining: Math.max(0, limit - this.used), reset: Math.ceil(((window + 1) * windowMs) / 1000) };
  }

  /** Calls that were granted in the window of now. */
  usedNow(windowMs: number, now = Date.now()): number {
    return Math.floor(now / windowMs) === this.window ? this.used : 0;
  }

  clear(): void {
    this.used = 0;
  }
}
