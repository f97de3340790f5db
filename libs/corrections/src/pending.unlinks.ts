import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { UnlinkWork } from './unlink.work';

const EVERY_MS = 2_000;
/** Longest wait for a round in hand at a stop; one that is cut off is made again. Short: with Redis away each such wait is spent in full. */
const FINISH_WITHIN_MS = 500;

/** Finishes what unlinks leave, in every writer: each step may be made twice. */
@Injectable()
export class PendingUnlinks implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Corrections');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly unlinks: UnlinkWork) {}

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
      await this.unlinks.pursue(() => this.stopped);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.logger.error({ msg: 'unlink', outcome: 'failed', reason });
    }
  }
}
