import { setImmediate as turn } from 'node:timers/promises';

interface Asked<A, R> {
  what: A;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/** So that no script keeps Redis from others for more than some milliseconds. */
const MOST_AT_ONCE = 100;

/**
 * Gathers what is asked in one turn of the event loop, and while a call is on its way, into one call: a busy process asks hundreds of
 * times a second, and most of what a small script costs is its way to Redis and back. Who asks while nothing is on its way waits for
 * nobody. `run` answers each in the order asked, an Error where one of them failed; when it throws, all of them fail.
 */
export class TurnBatch<A, R> {
  private asked: Asked<A, R>[] = [];
  private underWay = false;

  constructor(private readonly run: (all: A[]) => Promise<(R | Error)[]>) {}

  ask(what: A): Promise<R> {
    return new Promise((resolve, reject) => {
      this.asked.push({ what, resolve, reject });
      if (!this.underWay) void this.callInTurn();
      if (this.asked.length === MOST_AT_ONCE) void this.call();
    });
  }

  /** One call after the other, each at the end of a turn, as long as something is asked. */
  private async callInTurn(): Promise<void> {
    this.underWay = true;
    while (this.asked.length > 0) {
      await turn();
      await this.call();
    }
    this.underWay = false;
  }

  private async call(): Promise<void> {
    const asked = this.asked;
    if (asked.length === 0) return;
    this.asked = [];
    try {
      const results = await this.run(asked.map(({ what }) => what));
      asked.forEach(({ resolve, reject }, i) => {
        const result = results[i];
        if (result instanceof Error) reject(result);
        else resolve(result as R);
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
