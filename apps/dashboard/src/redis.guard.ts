import { type CanActivate, Inject, Injectable, ServiceUnavailableException } from '@nestjs/common';
import { REDIS_FAST } from '@app/redis';
import type { Redis } from 'ioredis';

/** 503 at once while Redis is away: the clients behind would wait for it. */
@Injectable()
export class RedisGuard implements CanActivate {
  constructor(@Inject(REDIS_FAST) private readonly redis: Redis) {}

  canActivate(): boolean {
    if (this.redis.status !== 'ready') throw new ServiceUnavailableException('no connection to Redis (REDIS_URL)');
    return true;
  }
}
