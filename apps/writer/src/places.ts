/** A number of places. Who finds none free waits for one, in order, for some time. */
export class Places {
  private readonly waiting: ((taken: boolean) => void)[] = [];

  constructor(private free: number) {}

  /** Resolves with true once a place is taken; with false when none was free for `ms`. */
  take(ms: number): Promise<boolean> {
    if (this.free > 0) {
      this.free--;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const answer = (taken: boolean) => {
        clearTimeout(timer);
        resolve(taken);
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(answer), 1);
        answer(false);
      }, ms);
      this.waiting.push(answer);
    });
  }

  give(): void {
    const next = this.waiting.shift();
    if (next) next(true);
    else this.free++;
  }
}
