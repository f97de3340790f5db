import { InjectQueue } from '@nestjs/bullmq';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { QUEUES } from '@app/queues';
import { REDIS } from '@app/redis';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

const SWEEP = 'sweep';
const EVERY_MS = 5_000;
const LOOK_EVERY_MS = 60_000;

/**
 * One schedule for all writers: BullMQ keeps it in Redis under its id. A Redis that comes back without its data has none: whether it is
 * there is asked when Redis is ready, and once a minute.
 */
@Injectable()
export class SweepSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Maintenance');
  private timer: NodeJS.Timeout | undefined;
  private readonly look = () => void this.restore();

  constructor(
    @InjectQueue(QUEUES.maintenance.name) private readonly queue: Queue,
    @Inject(REDIS) private readonly redis: Redis,
  ) {}

  onApplicationBootstrap(): void {
    // Not awaited: with Redis away it waits for it, and the process must boot all the same.
    this.write().catch((error: Error) => this.failed(error));
    this.redis.on('ready', this.look);
    this.timer = setInterval(this.look, LOOK_EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    this.redis.off('ready', this.look);
    clearInterval(this.timer);
  }

  /** Writes the schedule where it is missing; one command where it is there. */
  async restore(): Promise<void> {
    if (this.redis.status !== 'ready') return;
    try {
      if ((await this.redis.zscore(this.queue.toKey('repeat'), SWEEP)) !== null) return;
      await this.write();
      this.logger.warn({ outcome: 'schedule_restored' });
    } catch (error) {
      this.failed(error as Error);
    }
  }

  private async write(): Promise<void> {
    await this.queue.upsertJobScheduler(SWEEP, { every: EVERY_MS }, { name: SWEEP, opts: QUEUES.maintenance.job });
  }

  private failed(error: Error): void {
    this.logger.error({ outcome: 'schedule_failed', reason: error.message });
  }
}
