import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { REDIS_FAST } from '@app/redis';
import type { Redis } from 'ioredis';
import { type Check, HealthRegistry, type Readiness } from './health.registry';

/** A check that takes longer counts as not ready, in milliseconds. */
const CHECK_TIMEOUT_MS = 2000;

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly registry: HealthRegistry,
    @Inject(REDIS_FAST) private readonly redis: Redis,
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

  /** 200 when Redis answers and every registered check is ok, else 503; the body holds the reasons. */
  @Get('ready')
  ready() {
    const checks = [...this.registry.checks].map(
      ([name, check]) =>
        async () =>
          this.run(name, check),
    );
    return this.health.check([async () => this.run('redis', () => this.ping()), ...checks]);
  }

  private async ping(): Promise<Readiness> {
    if (this.redis.status !== 'ready') return { ok: false, reason: 'no connection to Redis (REDIS_URL)' };
    await this.redis.ping();
    return { ok: true };
  }

  private run(name: string, check: Check): PromiseLike<HealthIndicatorResult> {
    const attempt = this.indicators.check(name).attempt(async () => {
      const { ok, reason } = await check();
      if (!ok) throw new Error(reason ?? 'not ready');
    });
    return attempt.withTimeout(CHECK_TIMEOUT_MS);
  }
}
