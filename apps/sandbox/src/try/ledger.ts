import type { Count } from '../shop/tally';
import type { Visit } from '../shop/visit';

/** So long must nothing be on its way, with the same figures, before what no note told counts as lost. */
const SETTLED_FOR_MS = 5_000;

export interface Ledger extends Count {
  /** What no note told although nothing waits any more; null: the service cannot be asked, so nobody knows. */
  lost: number | null;
}

/** Says what is lost only after having looked twice: what is on its way is not lost. */
export class Ledgers {
  private readonly looks = new WeakMap<Visit, { at: number; figures: string }>();

  of(visit: Visit, asked: boolean, settled: boolean, now: number): Ledger {
    const count = visit.tally.count(visit.askedAt);
    const figures = `${visit.actionsDone} ${count.sent} ${count.posted}`;
    const look = this.looks.get(visit);
    if (!settled) this.looks.delete(visit);
    else if (look?.figures !== figures) this.looks.set(visit, { at: now, figures });
    const sure = settled && look?.figures === figures && now - look.at >= SETTLED_FOR_MS;
    return { ...count, lost: sure ? count.sent - count.posted : asked ? 0 : null };
  }
}
