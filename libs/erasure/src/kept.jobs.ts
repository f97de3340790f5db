import { QUEUES } from '@app/queues';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/** What the erasure sees to itself. */
const SEEN_TO_ELSEWHERE: ReadonlySet<string> = new Set([QUEUES.redactions.name, QUEUES.maintenance.name]);

/** Ids of the jobs of a queue in every state, in one look: the lists move while they are read one after the other. */
const IDS = `
local ids = {}
for _, list in ipairs({ 'wait', 'paused', 'active' }) do
  for _, id in ipairs(redis.call('LRANGE', KEYS[1] .. list, 0, -1)) do ids[#ids + 1] = id end
end
for _, set in ipairs({ 'prioritized', 'delayed', 'failed', 'completed', 'waiting-children' }) do
  for _, id in ipairs(redis.call('ZRANGE', KEYS[1] .. set, 0, -1)) do ids[#ids + 1] = id end
end
return ids`;

/** The jobs of sessions and dead letters in all queues and states: their ids name them. */
export class KeptJobs {
  constructor(
    private readonly redis: Redis,
    private readonly bullPrefix: string,
    private readonly queues: readonly Queue[],
  ) {}

  /** @param names session keys and refs. `left`: jobs that run just now; they end by themselves, for their session is gone. */
  async remove(names: ReadonlySet<string>): Promise<{ removed: number; left: number }> {
    let [removed, left] = [0, 0];
    if (names.size === 0) return { removed, left };
    for (const queue of this.queues.filter(({ name }) => !SEEN_TO_ELSEWHERE.has(name))) {
      const start = `${this.bullPrefix}:${queue.name}:`;
      const ids = (await this.redis.eval(IDS, 1, start)) as string[];
      for (const id of ids.filter((id) => isOf(id, names))) {
        if ((await queue.remove(id)) === 1) removed++;
        else left++;
      }
      await this.forgetEvents(`${start}events`, names);
    }
    return { removed, left };
  }

  /** BullMQ's stream of events holds ids of jobs. */
  private async forgetEvents(key: string, names: ReadonlySet<string>): Promise<void> {
    const entries = await this.redis.xrange(key, '-', '+');
    const gone = entries.filter(([, fields]) => isOf(fields[fields.indexOf('jobId') + 1] ?? '', names));
    if (gone.length > 0) await this.redis.xdel(key, ...gone.map(([id]) => id));
  }
}

const isOf = (jobId: string, names: ReadonlySet<string>) => jobId.split('.').some((part) => names.has(part));
