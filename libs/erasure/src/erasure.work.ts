import { Logger } from '@nestjs/common';
import type { ErasureStore } from '@app/sessions';
import type { Turn } from '@app/redis';
import type { Erasure } from './erasure';
import { type ErasureRequests, onePerPerson } from './erasure.requests';
import type { ErasureRecord } from './record';

/** A writer that is killed loses its turn after this; a pass that takes longer is made by two, which is harmless. */
export const TURN_MS = 12_000;

export interface PassDone {
  record: ErasureRecord;
  finished: boolean;
}

/** Works on erasures: one process at a time, over all of them. */
export class ErasureWork {
  private readonly logger = new Logger('Erasure');

  constructor(
    private readonly requests: ErasureRequests,
    private readonly erasure: Erasure,
    private readonly store: ErasureStore,
    private readonly turn: Turn,
  ) {}

  /** A pass of each erasure that is due. One command while there is none. */
  async workOnDue(isStopped: () => boolean): Promise<void> {
    const isDue = ({ nextAt }: ErasureRecord) => nextAt <= Date.now();
    if (!(await this.requests.all()).some(isDue)) return;
    await this.turn.take(async (renew) => {
      for (const group of onePerPerson(await this.requests.all())) {
        if (!isDue(group.record)) continue;
        if (isStopped() || !(await renew())) return;
        const record = await this.join(group);
        await this.passOf(record, group.others.length > 0 || record.passes === 0);
      }
    });
  }

  /** A pass of one erasure, with all that was asked of the same person before; null: another process is at work. */
  passInTurn(record: ErasureRecord): Promise<PassDone | null> {
    return this.turn.take(async () => {
      const groups = onePerPerson(await this.requests.all());
      const group = groups.find((one) => [one.record, ...one.others].some(({ id }) => id === record.id));
      return this.erasure.pass(group ? await this.join(group) : record, record.passes === 0);
    });
  }

  private async passOf(record: ErasureRecord, atOnce: boolean): Promise<void> {
    try {
      const done = await this.erasure.pass(record, atOnce);
      const { id, passes, removed, owed } = done.record;
      const outcome = done.finished ? 'finished' : 'goes_on';
      this.logger.log({ msg: 'erasure', erasure: id, passes, outcome, owed, ...removed });
    } catch (error) {
      // The request stays, the next round takes it up again, and the others have their turn.
      const reason = error instanceof Error ? error.message : 'unknown';
      this.logger.error({ msg: 'erasure', erasure: record.id, outcome: 'failed', reason });
    }
  }

  private async join({ record, others }: { record: ErasureRecord; others: ErasureRecord[] }): Promise<ErasureRecord> {
    if (others.length === 0) return record;
    await this.requests.save(record);
    for (const other of others) {
      await this.store.takeOver(other.id, record.id);
      await this.requests.finish(other);
    }
    return record;
  }
}
