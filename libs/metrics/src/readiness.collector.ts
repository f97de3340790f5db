import type { HealthRegistry } from '@app/observability';
import type { Redis } from 'ioredis';
import type { Collector } from './collector';
import type { Metrics } from './metrics';
import { within } from './within';

/** A check that takes longer counts as not ready, in milliseconds. */
const CHECK_TIMEOUT_MS = 2_000;

/** The checks of `/health/ready`, as gauges. */
export class ReadinessCollector implements Collector {
  readonly name = 'readiness';

  constructor(
    private readonly metrics: Metrics,
    private readonly registry: HealthRegistry,
    private readonly redis: Pick<Redis, 'ping' | 'status'>,
  ) {}

  async collect(): Promise<void> {
    const names = [...this.registry.checks.keys()];
    const [redis, ...checks] = await Promise.all([
      this.isOk(async () => this.redis.status === 'ready' && (await this.redis.ping()) === 'PONG'),
      ...names.map((name) => this.isOk(async () => (await this.registry.checks.get(name)?.())?.ok === true)),
    ]);
    this.metrics.redisUp.set(redis ? 1 : 0);
    names.forEach((check, i) => this.metrics.readyCheck.set({ check }, checks[i] ? 1 : 0));
    this.metrics.ready.set(redis && checks.every(Boolean) ? 1 : 0);
  }

  forget(): void {
    this.metrics.readyCheck.reset();
    this.metrics.ready.set(0);
  }

  /** Why it is not ok is what `/health/ready` tells. */
  private async isOk(check: () => Promise<boolean>): Promise<boolean> {
    return within(CHECK_TIMEOUT_MS, check()).catch(() => false);
  }
}
