import { Inject, Injectable } from '@nestjs/common';
import { REDIS_PREFIX } from '@app/config';
import { luaOf, mastersOf, REDIS } from '@app/redis';
import type { Redis } from 'ioredis';
import { LUA } from './lua/files';

/** Between two rewrites that erasures ask for. */
const AT_MOST_EVERY_MS = 600_000;
const AT_LEAST_EVERY_MS = 86_400_000;

const REWRITE_DUE = luaOf(LUA, 'rewrite-due');
const REWRITE_DONE = luaOf(LUA, 'rewrite-done');

const FORBIDDEN = /^NOPERM|unknown command|not allowed|disabled|not supported/i;

export interface Rewrite {
  /** `off`: Redis keeps no such file. `later`: it is at it already, or cannot now. `refused`: it forbids the command. */
  outcome: 'not_due' | 'started' | 'off' | 'later' | 'refused';
  reason?: string;
}

/**
 * Redis' append-only file holds what was deleted until it is rewritten: after an erasure, at most once in ten minutes, and daily.
 * Key: `<prefix>:aof` (hash, no TTL: `wanted`, by how many erasures; Unix ms of the last rewrite, `started`, and of the first look, `since`).
 */
@Injectable()
export class AppendOnlyFile {
  private readonly key: string;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(REDIS_PREFIX) prefix: string,
  ) {
    this.key = `${prefix}:aof`;
  }

  rewriteSoon = async (): Promise<void> => void (await this.redis.hincrby(this.key, 'wanted', 1));

  async rewriteIfDue(): Promise<Rewrite> {
    const wanted = Number(await this.redis.eval(REWRITE_DUE, 1, this.key, AT_MOST_EVERY_MS, AT_LEAST_EVERY_MS));
    if (wanted === 0) return { outcome: 'not_due' };
    const rewrite = await this.start();
    if (rewrite.outcome === 'later' && wanted > 0) await this.redis.hdel(this.key, 'started');
    else if (rewrite.outcome !== 'refused') await this.redis.eval(REWRITE_DONE, 1, this.key, Math.max(0, wanted));
    return rewrite;
  }

  private async start(): Promise<Rewrite> {
    try {
      const servers = mastersOf(this.redis);
      const told = await Promise.all(servers.map((server) => server.info('persistence')));
      const keeping = servers.filter((_, i) => !/aof_enabled:0/.test(told[i]!));
      if (keeping.length === 0) return { outcome: 'off' };
      await Promise.all(keeping.map((server) => server.bgrewriteaof()));
      return { outcome: 'started' };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { outcome: FORBIDDEN.test(reason) ? 'refused' : 'later', reason };
    }
  }
}
