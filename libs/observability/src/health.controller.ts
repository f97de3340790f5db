import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { Settings } from '@app/config';
import { luaOf, REDIS_FAST } from '@app/redis';
import type { Redis } from 'ioredis';
import { type Check, HealthRegistry, type Readiness } from './health.registry';
import { LUA } from './lua/files';

/** A check that takes longer counts as not ready, in milliseconds. */
const CHECK_TIMEOUT_MS = 2000;
/** What `<prefix>:writable` lives, in seconds: it is written by every look at readiness. */
const WRITABLE_TTL_S = 60;
/** Answers the refusal, '' for none. */
const TRY_WRITE = luaOf(LUA, 'try-write');

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly registry: HealthRegistry,
    @Inject(REDIS_FAST) private readonly redis: Redis,
    private readonly settings: Settings,
  ) {}

  /** For the public door: that somebody is here, and nothing about the inside. */
  @Get()
  here(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** The event loop turns. Says nothing of Redis or the other side: a restart would not mend them. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when Redis takes what is written and every registered check is ok, else 503; the body holds the reasons. */
  @Get('ready')
  ready() {
    const checks = [...this.registry.checks].map(
      ([name, check]) =>
        async () =>
          this.run(name, check),
    );
    return this.health.check([async () => this.run('redis', () => this.write()), ...checks]);
  }

  /** A Redis that is full, a replica, or cannot save its data answers, and refuses whatever would be written. */
  private async write(): Promise<Readiness> {
    if (this.redis.status !== 'ready') return { ok: false, reason: 'no connection to Redis (REDIS_URL)' };
    const key = `${this.settings.REDIS_PREFIX}:writable`;
    const refusal = await this.redis.eval(TRY_WRITE, 1, key, WRITABLE_TTL_S).catch((error: Error) => {
      if (error.name !== 'ReplyError') throw error;
      return error.message;
    });
    return refusal === '' ? { ok: true } : { ok: false, reason: `Redis refuses writes: ${String(refusal)}` };
  }

  private run(name: string, check: Check): PromiseLike<HealthIndicatorResult> {
    const attempt = this.indicators.check(name).attempt(async () => {
      const { ok, reason } = await check();
      if (!ok) throw new Error(reason ?? 'not ready');
    });
    return attempt.withTimeout(CHECK_TIMEOUT_MS);
  }
}
