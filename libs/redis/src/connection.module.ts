import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '@app/config';
import type { Redis } from 'ioredis';
import { fastRedis, patientRedis, REDIS, REDIS_FAST } from './connection';

/** Longest wait for a polite goodbye, in milliseconds; Redis may be away when the process stops. */
const QUIT_TIMEOUT_MS = 1000;

/**
 * The two clients that a process shares. Global modules are the last to be shut down,
 * so whoever uses the clients has finished by then; nobody else may close them.
 */
@Global()
@Module({
  providers: [
    { provide: REDIS, useFactory: patientRedis, inject: [Settings] },
    { provide: REDIS_FAST, useFactory: fastRedis, inject: [Settings] },
  ],
  exports: [REDIS, REDIS_FAST],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(REDIS_FAST) private readonly fast: Redis,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.redis, this.fast].map(close));
  }
}

async function close(client: Redis): Promise<void> {
  if (client.status === 'ready') {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, QUIT_TIMEOUT_MS)));
    await Promise.race([late, client.quit().catch(() => client.disconnect())]);
    clearTimeout(timer);
  }
  client.disconnect();
}
