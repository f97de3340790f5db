import type { StoredAction } from '@app/sessions';

/** The connector sends what happened about every so often. */
const EVERY_MS = 3_000;

export interface Batch {
  /** Unix ms. */
  at: number;
  actions: StoredAction[];
}

const endOf = (actions: readonly StoredAction[]) => Math.max(...actions.map(({ ts }) => ts)) * 1000;

/** The payloads that these actions came in: as recorded where their first actions say when they were forwarded, else 3 s each. */
export function batchesOf(actions: readonly StoredAction[]): Batch[] {
  const recorded = actions.some(({ f }) => f !== undefined);
  const batches: Batch[] = [];
  for (const action of recorded ? actions : [...actions].sort((a, b) => a.ts - b.ts)) {
    const last = batches.at(-1);
    const begins = recorded ? action.f !== undefined : action.ts * 1000 >= (last?.at ?? -Infinity);
    if (last && !begins) last.actions.push(action);
    else batches.push({ at: action.f ?? action.ts * 1000 + (recorded ? 0 : EVERY_MS), actions: [action] });
  }
  // No batch comes before what is in it, or before the one ahead of it.
  let earliest = -Infinity;
  for (const batch of batches) batch.at = earliest = Math.max(batch.at, endOf(batch.actions), earliest);
  return batches;
}
