import type { Redis } from 'ioredis';

/** Between two rewrites that erasures ask for. */
const AT_MOST_EVERY_MS = 600_000;
const AT_LEAST_EVERY_MS = 86_400_000;

/** By Redis' clock, and one process only: the turn is taken and noted in one step. Returns how many erasures wanted it, -1 for none, 0: not due. */
const TAKE_TURN = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local f = redis.call('HMGET', KEYS[1], 'wanted', 'started', 'since')
if not f[3] then redis.call('HSET', KEYS[1], 'since', now) end
local wanted, started = tonumber(f[1] or 0), tonumber(f[2] or -1)
local asked = wanted > 0 and (started < 0 or started > now or now - started >= tonumber(ARGV[1]))
local daily = now - (started < 0 and tonumber(f[3] or now) or started) >= tonumber(ARGV[2])
if not asked and not daily then return 0 end
redis.call('HSET', KEYS[1], 'started', now)
return wanted > 0 and wanted or -1`;

/** What was wanted before the turn was taken is done; what was wanted since is not. */
const DONE = `
local left = tonumber(redis.call('HGET', KEYS[1], 'wanted') or 0) - tonumber(ARGV[1])
if left > 0 then redis.call('HSET', KEYS[1], 'wanted', left) else redis.call('HDEL', KEYS[1], 'wanted') end
return 1`;

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
export class AppendOnlyFile {
  private readonly key: string;

  constructor(
    private readonly redis: Redis,
    prefix: string,
  ) {
    this.key = `${prefix}:aof`;
  }

  rewriteSoon = async (): Promise<void> => void (await this.redis.hincrby(this.key, 'wanted', 1));

  async rewriteIfDue(): Promise<Rewrite> {
    const wanted = Number(await this.redis.eval(TAKE_TURN, 1, this.key, AT_MOST_EVERY_MS, AT_LEAST_EVERY_MS));
    if (wanted === 0) return { outcome: 'not_due' };
    const rewrite = await this.start();
    if (rewrite.outcome === 'later' && wanted > 0) await this.redis.hdel(this.key, 'started');
    else if (rewrite.outcome !== 'refused') await this.redis.eval(DONE, 1, this.key, Math.max(0, wanted));
    return rewrite;
  }

  private async start(): Promise<Rewrite> {
    try {
      if (/aof_enabled:0/.test(await this.redis.info('persistence'))) return { outcome: 'off' };
      await this.redis.bgrewriteaof();
      return { outcome: 'started' };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { outcome: FORBIDDEN.test(reason) ? 'refused' : 'later', reason };
    }
  }
}
