/** In times of `ms`: a place that becomes free now and then is not waited for without end. */
const MOST = 5;

/** A number of places. Who finds none free waits for one, in order, as long as places become free at all. */
export class Places {
  private readonly waiting: ((taken: boolean) => void)[] = [];
  private givenAt = -Infinity;

  constructor(private free: number) {}

  /** Resolves with true once a place is taken; with false when no place at all became free for `ms`, or none for us in five times that. */
  take(ms: number): Promise<boolean> {
    if (this.free > 0) {
      this.free--;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const since = performance.now();
      const answer = (taken: boolean) => {
        clearTimeout(timer);
        resolve(taken);
      };
      const look = () => {
        const now = performance.now();
        const patience = Math.min(this.givenAt + ms, since + ms * MOST) - now;
        if (patience > 0) return void (timer = setTimeout(look, patience));
        this.waiting.splice(this.waiting.indexOf(answer), 1);
        answer(false);
      };
      let timer = setTimeout(look, ms);
      this.waiting.push(answer);
    });
  }

  give(): void {
    this.givenAt = performance.now();
    const next = this.waiting.shift();
    if (next) next(true);
    else this.free++;
  }
}
