import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type DeadLetterJob, JOB_IDS, QUEUES } from '@app/queues';
import { type DeadLetterSnapshot, SessionView } from '@app/sessions';
import type { Job, Queue } from 'bullmq';

/** So many failed jobs are read at once. */
const PAGE = 500;

/** Notes that failed for good and still can be sent again. */
@Injectable()
export class DeadLetters {
  constructor(
    @InjectQueue(QUEUES.deadLetters.name) private readonly queue: Queue<DeadLetterJob>,
    private readonly view: SessionView,
  ) {}

  /** The newest ones, newest first. */
  async list(most = PAGE): Promise<DeadLetterSnapshot[]> {
    return this.view.deadLetters((await this.read(0, most)).map(({ ref }) => ref));
  }

  /** Those of these sessions, however many others there are; the newest first. */
  async of(sessionKeys: readonly string[]): Promise<DeadLetterSnapshot[]> {
    // A note that fails meanwhile moves the others on: what is met twice is one.
    const refs = new Set<string>();
    const count = await this.count();
    for (let from = 0; from < count; from += PAGE)
      for (const { ref, sessionKey } of await this.read(from, PAGE))
        if (sessionKeys.includes(sessionKey)) refs.add(ref);
    return this.view.deadLetters([...refs]);
  }

  private async read(from: number, most: number): Promise<DeadLetterJob[]> {
    const jobs: (Job<DeadLetterJob> | undefined)[] = await this.queue.getFailed(from, from + most - 1);
    return jobs.flatMap((job) => job?.data ?? []);
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
