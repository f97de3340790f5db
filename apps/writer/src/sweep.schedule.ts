import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { QUEUES } from '@app/queues';
import type { Queue } from 'bullmq';

const EVERY_MS = 5_000;

/** One schedule for all writers: BullMQ keeps it in Redis under its id. */
@Injectable()
export class SweepSchedule implements OnApplicationBootstrap {
  private readonly logger = new Logger('Maintenance');

  constructor(@InjectQueue(QUEUES.maintenance.name) private readonly queue: Queue) {}

  onApplicationBootstrap(): void {
    // Not awaited: with Redis away it waits for it, and the process must boot all the same.
    this.queue
      .upsertJobScheduler('sweep', { every: EVERY_MS }, { name: 'sweep', opts: QUEUES.maintenance.job })
      .catch((error: Error) => this.logger.error({ outcome: 'schedule_failed', reason: error.message }));
  }
}
