import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { Telemetry } from '@app/telemetry';
import { JournalWriter } from './journal.writer';

/** Journals what happens in this process. */
@Module({
  providers: [JournalWriter],
})
export class JournalModule implements OnApplicationShutdown {
  constructor(
    private readonly writer: JournalWriter,
    telemetry: Telemetry,
  ) {
    telemetry.listen((event) => writer.record(event));
  }

  /** After the workers, before Redis is closed: that module is global, and global ones are the last. */
  onApplicationShutdown(): Promise<void> {
    return this.writer.flush();
  }
}
