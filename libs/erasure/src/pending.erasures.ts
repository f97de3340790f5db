import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ErasureWork } from './erasure.work';

const EVERY_MS = 2_000;
/** Longest wait for a pass in hand at a stop; one that is cut off is made again. Short: with Redis away each such wait is spent in full. */
const FINISH_WITHIN_MS = 500;

/** Works on erasures that were asked for by webhook, or that a command left: in every writer, one at a time. */
@Injectable()
export class PendingErasures implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Erasure');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly erasures: ErasureWork) {}

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
      await this.erasures.workOnDue(() => this.stopped);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.logger.error({ msg: 'erasure', outcome: 'failed', reason });
    }
  }
}
