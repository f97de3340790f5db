import { setTimeout as sleep } from 'node:timers/promises';

/** Every wait of one sandbox, so that closing it leaves no timer behind. */
export class Pauses {
  private readonly closing = new AbortController();

  /** Resolves after `ms`, or at once with false when the sandbox closes. */
  async wait(ms: number): Promise<boolean> {
    if (ms <= 0) return !this.closed;
    return sleep(ms, true, { signal: this.closing.signal }).catch(() => false);
  }

  get closed(): boolean {
    return this.closing.signal.aborted;
  }

  get signal(): AbortSignal {
    return this.closing.signal;
  }

  close(): void {
    this.closing.abort();
  }
}
