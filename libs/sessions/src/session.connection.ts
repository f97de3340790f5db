import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { REDIS, REDIS_FAST, sessionKeyOf } from '@app/redis';
import type { Redis } from 'ioredis';
import { rulesOf, type SessionRules } from './session.rules';
import { sessionScripts, type RunScript } from './session.scripts';

/** What every store of this lib needs: a client that knows the session scripts, and whose sessions they are. */
export class SessionConnection {
  readonly run: RunScript;

  constructor(
    readonly redis: Redis,
    readonly prefix: string,
    readonly productId: string,
    readonly rules: SessionRules,
  ) {
    this.run = sessionScripts(redis, prefix, rules);
  }

  keyOf = (sessionId: string) => sessionKeyOf(this.productId, sessionId);
}

/** Waits for Redis to come back, however long that takes. */
@Injectable()
export class PatientSessionConnection extends SessionConnection {
  constructor(@Inject(REDIS) redis: Redis, settings: Settings) {
    super(redis, settings.REDIS_PREFIX, settings.productId, rulesOf(settings));
  }
}

/** Fails within about a second when Redis is away. */
@Injectable()
export class FastSessionConnection extends SessionConnection {
  constructor(@Inject(REDIS_FAST) redis: Redis, settings: Settings) {
    super(redis, settings.REDIS_PREFIX, settings.productId, rulesOf(settings));
  }
}
