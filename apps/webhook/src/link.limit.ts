import { createHash } from 'node:crypto';
import { ServiceUnavailableException } from '@nestjs/common';
import { ANSWER_WITHIN_MS, within } from './deadline';
import { rateLimit, type Store } from 'express-rate-limit';
import type { Request, Response } from 'express';
import type { Redis } from 'ioredis';

/** Per address and minute: a browser links a session once, and each try costs calls of Intercom's budget. */
const LINKS_PER_MINUTE = 30;
const WINDOW_MS = 60_000;

/** Per key and minute: a bot asks once a message. */
const ACTIVITIES_PER_MINUTE = 600;

/** Over all processes; 503 while Redis cannot count. */
const limit = (redis: Redis, name: string, perMinute: number, keyGenerator?: (q: Request, r: Response) => string) =>
  rateLimit({
    windowMs: WINDOW_MS,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    validate: { xForwardedForHeader: false },
    store: counterIn(redis, name),
    ...(keyGenerator && { keyGenerator }),
  });

/** Refuses with 429 what one address asks too often. The address is Express' `request.ip`. */
export const linkLimit = (redis: Redis, prefix: string) => limit(redis, `${prefix}:links`, LINKS_PER_MINUTE);

/** Refuses with 429 what one key of the read API asks too often. */
export const activityLimit = (redis: Redis, prefix: string) =>
  limit(redis, `${prefix}:reads`, ACTIVITIES_PER_MINUTE, (_, response) => String(response.locals.caller));

/** Key: `<name>:<hash of who asks>`, a count that ends a minute after the first try. */
function counterIn(redis: Redis, name: string): Store {
  const keyOf = (who: string) => `${name}:${createHash('sha256').update(who).digest('hex').slice(0, 20)}`;
  return {
    localKeys: false,
    async increment(address) {
      const key = keyOf(address);
      const counting = redis.multi().incr(key).pexpire(key, WINDOW_MS, 'NX').pttl(key).exec();
      const replies = await within(ANSWER_WITHIN_MS, counting).catch(() => null);
      const [hits, , left] = (replies ?? []).map(([error, reply]) => (error ? null : Number(reply)));
      if (hits == null || left == null) throw new ServiceUnavailableException('try again later');
      return { totalHits: hits, resetTime: new Date(Date.now() + Math.max(0, left)) };
    },
    async decrement(address) {
      await redis.decr(keyOf(address));
    },
    async resetKey(address) {
      await redis.del(keyOf(address));
    },
  };
}
