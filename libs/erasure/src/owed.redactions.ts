import { EffectQueues, JOB_IDS, QUEUES, type RedactJob } from '@app/queues';
import type { ErasureStore, OwedPart } from '@app/sessions';
import type { Job, Queue } from 'bullmq';

/** The redactions that an erasure waits for, or that an unlink owes. Redis says which they are; a job for each is only the means. */
export class OwedRedactions {
  constructor(
    private readonly store: ErasureStore,
    private readonly effects: EffectQueues,
    private readonly queues: readonly Queue[],
  ) {}

  /** Sees to it that each owed part has a job that is tried; `atOnce`: those that wait for their next try, too. Returns how many are owed. */
  async pursue(erasureId: string, atOnce: boolean): Promise<number> {
    const owed = await this.store.owedBy(erasureId);
    await this.pursueParts(owed, atOnce);
    return owed.length;
  }

  async pursueParts(parts: readonly OwedPart[], atOnce: boolean): Promise<void> {
    for (const part of parts) await this.pursuePart(part, atOnce);
  }

  private async pursuePart({ partId, conversationId }: OwedPart, atOnce: boolean): Promise<void> {
    const job = await this.queue.getJob(JOB_IDS.redact(partId));
    // Without the session key: the job is of nobody's session any more.
    if (!job) return this.effects.redact('', conversationId, [partId]);
    if (job.data.sessionKey !== '') await this.ofNobody(job);
    const state = await job.getState();
    if (state === 'failed') await job.retry('failed', { resetAttemptsMade: true });
    else if (state === 'delayed' && atOnce) await job.promote();
  }

  private async ofNobody(job: Job<RedactJob>): Promise<void> {
    try {
      await job.updateData({ ...job.data, sessionKey: '' });
    } catch (error) {
      // It ended meanwhile.
      if (await this.queue.getJob(job.id ?? '')) throw error;
    }
  }

  private get queue(): Queue<RedactJob> {
    return this.queues.find(({ name }) => name === QUEUES.redactions.name) as Queue<RedactJob>;
  }
}
