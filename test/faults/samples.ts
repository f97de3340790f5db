import type { Service } from '../support/service';

const EVERY_MS = 250;

/** One metric of a process, read four times a second from its /metrics until it is asked for the result. */
export class Samples {
  private readonly values: number[] = [];
  private readonly timer: NodeJS.Timeout;
  private trouble: unknown;

  constructor(
    private readonly service: Service,
    private readonly metric: string,
  ) {
    this.timer = setInterval(() => void this.read(), EVERY_MS);
  }

  /** Ends the reading. Mean of the first, the middle and the last third of what was read. */
  async thirds(): Promise<[number, number, number]> {
    clearInterval(this.timer);
    if (this.trouble) throw new Error('the metrics could not be read', { cause: this.trouble });
    const third = Math.floor(this.values.length / 3);
    if (third === 0) throw new Error(`too few samples of ${this.metric}: ${this.values.length}`);
    const mean = (from: number) => this.values.slice(from, from + third).reduce((sum, value) => sum + value, 0) / third;
    return [mean(0), mean(third), mean(2 * third)];
  }

  private async read(): Promise<void> {
    try {
      this.values.push(await this.service.metric(this.metric));
    } catch (error) {
      this.trouble ??= error;
    }
  }
}
