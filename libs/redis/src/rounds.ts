import { setTimeout as sleep } from 'node:timers/promises';
import type { BeforeApplicationShutdown, Logger, OnApplicationBootstrap } from '@nestjs/common';

const EVERY_MS = 2_000;
/** Longest wait for a round in hand at a stop; one that is cut off is made again. Short: with Redis away each such wait is spent in full. */
const FINISH_WITHIN_MS = 500;

/** Makes a round of work two seconds after the last one ended, until the process stops. A round that fails is logged, and made again. */
export abstract class Rounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  protected constructor(
    private readonly logger: Logger,
    private readonly msg: string,
  ) {}

  /** Each step of it may be made twice, and by another process. */
  protected abstract round(isStopped: () => boolean): Promise<void>;

  onApplicationBootstrap(): void {
    this.plan();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.race([this.running, sleep(FINISH_WITHIN_MS, undefined, { ref: false })]);
  }

  private plan(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.work().finally(() => this.plan());
    }, EVERY_MS);
  }

  private async work(): Promise<void> {
    try {
      await this.round(() => this.stopped);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.logger.error({ msg: this.msg, outcome: 'failed', reason });
    }
  }
}
