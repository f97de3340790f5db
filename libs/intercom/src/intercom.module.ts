import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { REDIS } from '@app/redis';
import { TelemetryModule } from '@app/telemetry';
import type { Redis } from 'ioredis';
import { IntercomCalls } from './intercom.calls';
import { IntercomClient } from './intercom.client';
import { RateGate } from './rate-gate';

@Module({
  imports: [TelemetryModule],
  providers: [
    IntercomCalls,
    {
      provide: IntercomClient,
      useFactory: (s: Settings) =>
        new IntercomClient({
          baseUrl: s.INTERCOM_BASE_URL,
          accessToken: s.INTERCOM_ACCESS_TOKEN,
          adminId: s.INTERCOM_ADMIN_ID,
          apiVersion: s.INTERCOM_API_VERSION,
          timeoutMs: s.INTERCOM_TIMEOUT_MS,
        }),
      inject: [Settings],
    },
    {
      provide: RateGate,
      useFactory: (redis: Redis, s: Settings) =>
        new RateGate(redis, s.REDIS_PREFIX, {
          limitPer10s: s.INTERCOM_RATE_LIMIT_PER_10S,
          probeEveryMs: s.INTERCOM_PROBE_MS,
        }),
      inject: [REDIS, Settings],
    },
  ],
  exports: [IntercomCalls, RateGate],
})
export class IntercomModule {}
