import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '@app/config';
import type { ConnectionOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { BULL_CONNECTION, bullConnection, fastRedis, patientRedis, REDIS, REDIS_FAST } from './connection';

/** Longest wait for a polite goodbye, in milliseconds; Redis may be away when the process stops. */
const QUIT_TIMEOUT_MS = 1000;

/**
 * The clients that a process shares. Global modules are the last to be shut down,
 * so whoever uses the clients has finished by then; nobody else may close them.
 */
@Global()
@Module({
  providers: [
    { provide: REDIS, useFactory: patientRedis, inject: [Settings] },
    { provide: REDIS_FAST, useFactory: fastRedis, inject: [Settings] },
    { provide: BULL_CONNECTION, useFactory: bullConnection, inject: [Settings] },
  ],
  exports: [REDIS, REDIS_FAST, BULL_CONNECTION],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(REDIS_FAST) private readonly fast: Redis,
    @Inject(BULL_CONNECTION) private readonly queues: ConnectionOptions,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    const shared = 'disconnect' in this.queues ? [this.queues as Redis] : [];
    await Promise.all([this.redis, this.fast, ...shared].map(close));
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
