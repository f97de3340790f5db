import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { REDIS_PREFIX } from '@app/config';
import { HealthRegistry } from '@app/observability';
import { REDIS_FAST, streamReadersKey } from '@app/redis';
import type { Redis } from 'ioredis';
import { StreamStats } from './stream.stats';

const BEAT_MS = 3_000;
/** The hash of all readers, a while after the last of them stopped. */
const KEPT_MS = 60_000;
/** A reader that was killed is taken out of it by the others. */
const DEAD_AFTER_MS = 600_000;

/**
 * Tells the other processes how this one reads: `<prefix>:stream:readers`, a field per reader, JSON of `StreamReaderState` (in
 * apps/dashboard, which shows it), every 3 s. Nothing depends on it; what cannot be told is told 3 s later.
 */
@Injectable()
export class StreamBeacon implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Stream');
  private readonly id = `${hostname()}.${process.pid}.${randomUUID().slice(0, 4)}`;
  private readonly key: string;
  private timer: NodeJS.Timeout | undefined;
  private readonly startedAt = Date.now();

  constructor(
    @Inject(REDIS_FAST) private readonly redis: Redis,
    @Inject(REDIS_PREFIX) prefix: string,
    private readonly health: HealthRegistry,
    private readonly stats: StreamStats,
  ) {
    this.key = streamReadersKey(prefix);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.beat(), BEAT_MS).unref();
    this.redis.once('ready', () => void this.beat());
    if (this.redis.status === 'ready') void this.beat();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.redis.hdel(this.key, this.id).catch((error: Error) => this.logger.debug(`beacon: ${error.message}`));
  }

  private async beat(): Promise<void> {
    if (this.timer === undefined || this.redis.status !== 'ready') return;
    try {
      const known = await this.redis.hgetall(this.key);
      const dead = Object.keys(known).filter((id) => !(beatOf(known[id]) > Date.now() - DEAD_AFTER_MS));
      if (dead.length > 0) await this.redis.hdel(this.key, ...dead);
      const state = JSON.stringify(await this.state());
      await this.redis.multi().hset(this.key, this.id, state).pexpire(this.key, KEPT_MS).exec();
    } catch (error) {
      this.logger.debug(`beacon: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async state() {
    const { received, reconnects, overflow, rejected, connectedSince, lastEventAt } = this.stats;
    const readiness = await this.health.checks.get('stream')?.();
    const trouble = readiness?.ok === false ? (readiness.reason ?? 'not connected') : null;
    const counts = { received, reconnects, overflow, rejected };
    return { at: Date.now(), startedAt: this.startedAt, connectedSince, lastEventAt, trouble, ...counts };
  }
}

/** 0 for what is not ours. */
function beatOf(text: string | undefined): number {
  const at = /^\{"at":(\d{1,15}),/.exec(text ?? '')?.[1];
  return Number(at ?? 0);
}
