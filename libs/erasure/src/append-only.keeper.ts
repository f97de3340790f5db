import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { AppendOnlyFile } from './append-only.file';

const EVERY_MS = 10_000;

/** In every writer: sees to it that the append-only file is rewritten when it is due. */
@Injectable()
export class AppendOnlyKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('AppendOnlyFile');
  private timer: NodeJS.Timeout | undefined;
  private refusal = '';

  constructor(private readonly file: AppendOnlyFile) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      const { outcome, reason = '' } = await this.file.rewriteIfDue();
      if (outcome === 'started') this.logger.log({ msg: 'append_only_file', outcome });
      if (outcome !== 'refused' || reason === this.refusal) return;
      this.refusal = reason;
      const fix = 'allow BGREWRITEAOF, or have the file rewritten: what was erased stays in it until then';
      this.logger.warn({ msg: 'append_only_file', outcome, reason, fix });
    } catch {
      // Redis is away: its clients say so, and the turn is still there.
    }
  }
}
