import type { Redis } from 'ioredis';
import { isProse, readAction } from './session.items';
import type { StoredAction } from './session.types';

export interface LastActions {
  linked: boolean;
  /** The newest that were posted: with the question, since then, told by a summary or not. In the order of time. */
  posted: StoredAction[];
  /** All that wait, as they came. */
  waiting: StoredAction[];
}

const actionsOf = (items: unknown) => (items as string[]).filter((item) => !isProse(item)).map(readAction);

/** What a session did last, `count` of what was posted. One round trip; changes nothing. Throws what ioredis throws. */
export async function lastActions(
  redis: Redis,
  prefix: string,
  sessionKey: string,
  count: number,
): Promise<LastActions> {
  const key = `${prefix}:s:${sessionKey}`;
  const rows = await redis
    .pipeline()
    .hmget(key, 'conv', 'dead')
    .lrange(`${key}:f`, -count, -1)
    .lrange(`${key}:u`, -count, -1)
    .lrange(`${key}:q`, 0, -1)
    .exec();
  const [state, before, since, waiting] = (rows ?? []).map(([error, row]) => {
    if (error) throw error;
    return row;
  });
  const [conversation, dead] = state as (string | null)[];
  // What was too old to be posted lies before what waits for a summary.
  const posted = [...actionsOf(before), ...actionsOf(since)].sort((a, b) => a.ts - b.ts);
  return { linked: Boolean(conversation) && !dead, posted: posted.slice(-count), waiting: actionsOf(waiting) };
}
