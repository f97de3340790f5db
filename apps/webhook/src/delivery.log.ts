import { Inject, Injectable, Logger } from '@nestjs/common';
import { Settings } from '@app/config';
import { DeskWebhooks } from '@app/desk';
import { REDIS_FAST, webhooksKey } from '@app/redis';
import type { Redis } from 'ioredis';

/**
 * What came of webhooks, for `sidenote doctor` and the metrics. Keys, without TTL: `<prefix>:webhooks` (topic -> Unix ms of the last
 * delivery) and `<prefix>:webhooks:outcomes` (`topic|outcome` -> count). Written after the answer; a record that Redis does not take is
 * lost, and said so.
 */
@Injectable()
export class DeliveryLog {
  private readonly logger = new Logger('Webhook');

  constructor(
    @Inject(REDIS_FAST) private readonly redis: Redis,
    private readonly settings: Settings,
    private readonly webhooks: DeskWebhooks,
  ) {}

  /** Returns at once. `topic`: '' where the body was not believed. */
  record(topic: string, outcome: string): void {
    // Names that come from outside are counted together, so that the hash stays small.
    const name = topic === '' ? 'unsigned' : this.webhooks.topics.includes(topic) ? topic : 'other';
    const key = webhooksKey(this.settings.REDIS_PREFIX);
    const writes = this.redis.pipeline();
    if (topic !== '') writes.hset(key, name, Date.now());
    writes.hincrby(`${key}:outcomes`, `${name}|${outcome}`, 1);
    const lost = (error: Error) => this.logger.warn({ msg: 'delivery not counted', reason: error.message });
    writes.exec().then((results) => results?.forEach(([error]) => error && lost(error)), lost);
  }
}
