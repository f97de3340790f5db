import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { luaOf } from './lua';
import { LUA } from './lua/files';

const RELEASE = luaOf(LUA, 'release-turn');
const RENEW = luaOf(LUA, 'renew-turn');

/**
 * Work that one process at a time does. The turn is a key in Redis: whoever is killed loses it by itself, `ms` after it was last renewed.
 * What is done in a turn must bear to be done twice: a process that is frozen for longer learns of its loss only when it renews.
 */
export class Turn {
  constructor(
    private readonly redis: Redis,
    private readonly key: string,
    private readonly ms: number,
  ) {}

  /** Runs `work` unless another process is at it; `renew` says false when the turn was lost. Null: not our turn. */
  async take<T>(work: (renew: () => Promise<boolean>) => Promise<T>): Promise<T | null> {
    const token = randomUUID();
    if ((await this.redis.set(this.key, token, 'PX', this.ms, 'NX')) === null) return null;
    try {
      return await work(async () => (await this.redis.eval(RENEW, 1, this.key, token, this.ms)) === 1);
    } finally {
      await this.redis.eval(RELEASE, 1, this.key, token);
    }
  }
}
