import type { DeadLetterJob } from '@app/queues';
import type { DeadLetterSight, SessionView } from '@app/sessions';
import { JOB_IDS } from '@app/queues';
import type { Job, Queue } from 'bullmq';

/** Most that is read of the failed jobs at once. */
const MOST = 500;

/** Notes that failed for good and still can be sent again. */
export class DeadLetters {
  constructor(
    private readonly queue: Queue<DeadLetterJob>,
    private readonly view: SessionView,
  ) {}

  /** The newest first. `sessionKeys`: only of these, among the newest `most`. */
  async list({ sessionKeys, most = MOST }: { sessionKeys?: readonly string[]; most?: number } = {}): Promise<
    DeadLetterSight[]
  > {
    const jobs: (Job<DeadLetterJob> | undefined)[] = await this.queue.getFailed(0, most - 1);
    const meant = jobs.flatMap((job) => job?.data ?? []);
    const refs = meant.filter((data) => !sessionKeys || sessionKeys.includes(data.sessionKey)).map(({ ref }) => ref);
    return this.view.deadLetters(refs);
  }

  count = (): Promise<number> => this.queue.getFailedCount();

  /** It goes through its session, late, and says so. False: there is no such dead letter (any more), or it is under way. */
  async sendAgain(ref: string): Promise<boolean> {
    const job = await this.queue.getJob(JOB_IDS.deadLetter(ref));
    if (!job || (await job.getState()) !== 'failed') return false;
    // Attempts go on counting: the first run of the job only filed the note.
    await job.retry('failed', { resetAttemptsMade: false });
    return true;
  }
}
