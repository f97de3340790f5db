import { QUEUES } from '@app/queues';
import { luaOf } from '@app/redis';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { LUA } from './lua/files';

const JOB_IDS = luaOf(LUA, 'job-ids');
/** What the erasure sees to itself. */
const SEEN_TO_ELSEWHERE: ReadonlySet<string> = new Set([QUEUES.redactions.name, QUEUES.maintenance.name]);

/** The jobs of sessions and dead letters in all queues and states: their ids name them. */
export class KeptJobs {
  constructor(
    private readonly redis: Redis,
    private readonly queues: readonly Queue[],
  ) {}

  /** @param names session keys and refs. `left`: jobs that run just now; they end by themselves, for their session is gone. */
  async remove(names: ReadonlySet<string>): Promise<{ removed: number; left: number }> {
    let [removed, left] = [0, 0];
    if (names.size === 0) return { removed, left };
    for (const queue of this.queues.filter(({ name }) => !SEEN_TO_ELSEWHERE.has(name))) {
      const start = queue.toKey('');
      const ids = (await this.redis.eval(JOB_IDS, 1, start)) as string[];
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
