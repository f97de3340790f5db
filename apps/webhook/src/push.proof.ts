import { scryptSync } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Settings } from '@app/config';
import { REDIS_FAST } from '@app/redis';
import type { Redis } from 'ioredis';

/**
 * Whether the connector was ever seen to sign by AUTOPLAY_PUSH_SECRET. It does not send again after a 4xx: until then a wrong
 * signature more likely means a secret that was copied wrong, and a 401 would lose events.
 *
 * Key: `<prefix>:push:proven`, a set of fingerprints (scrypt) of secrets that are proven, without TTL. A new secret has to prove itself.
 */
@Injectable()
export class PushProof {
  private readonly logger = new Logger('Push');
  private readonly key: string;
  private readonly fingerprint: string;
  /** What Redis has said or taken; it never becomes untrue. */
  private isProven = false;

  constructor(
    @Inject(REDIS_FAST) private readonly redis: Redis,
    { REDIS_PREFIX, AUTOPLAY_PUSH_SECRET }: Settings,
  ) {
    this.key = `${REDIS_PREFIX}:push:proven`;
    this.fingerprint = AUTOPLAY_PUSH_SECRET ? scryptSync(AUTOPLAY_PUSH_SECRET, this.key, 16).toString('hex') : '';
  }

  /** False also where Redis cannot be asked. */
  async proven(): Promise<boolean> {
    if (!this.isProven) {
      const known = this.redis.sismember(this.key, this.fingerprint);
      this.isProven = (await known.catch((error: Error) => this.failed(error))) === 1;
    }
    return this.isProven;
  }

  /** To be called for a good signature by the present secret; one write in the life of a process. What fails is written by the next one. */
  async prove(): Promise<void> {
    if (this.isProven) return;
    const written = this.redis.sadd(this.key, this.fingerprint);
    this.isProven = (await written.catch((error: Error) => this.failed(error))) !== null;
  }

  private failed(error: Error): null {
    this.logger.warn({ msg: 'the proof of the push secret', reason: error.message });
    return null;
  }
}
