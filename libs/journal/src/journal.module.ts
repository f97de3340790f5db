import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '@app/config';
import { REDIS_FAST } from '@app/redis';
import { Telemetry } from '@app/telemetry';
import type { Redis } from 'ioredis';
import { JournalWriter } from './journal.writer';

/** Journals what happens in this process. */
@Module({
  providers: [
    {
      provide: JournalWriter,
      useFactory: (redis: Redis, s: Settings) => new JournalWriter(redis, s.REDIS_PREFIX, s.SESSION_TTL_SECONDS * 1000),
      inject: [REDIS_FAST, Settings],
    },
  ],
})
export class JournalModule implements OnApplicationShutdown {
  constructor(
    private readonly writer: JournalWriter,
    telemetry: Telemetry,
  ) {
    telemetry.listen((happening) => writer.record(happening));
  }

  /** After the workers, before Redis is closed: that module is global, and global ones are the last. */
  onApplicationShutdown(): Promise<void> {
    return this.writer.flush();
  }
}
