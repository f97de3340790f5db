import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Settings } from '@app/config';
import { REDIS } from '@app/redis';
import type { Redis } from 'ioredis';
import { MissedWebhooksSearch, SearchCutOff } from './missed-webhooks.search';
import { MissedWebhooksState } from './missed-webhooks.state';

const EVERY_MS = 10 * 60_000;
/** After a search that was cut off, or while another process searches. */
const AGAIN_MS = 60_000;
const FIRST_LOOK_BACK_MS = 30 * 60_000;
/** Intercom's search shows a change late; what was seen before is left alone anyway. */
const OVERLAP_MS = 2 * 60_000;

/**
 * Finds what webhooks did not tell: when a writer starts, when Redis was away and is back, and every ten minutes, in one process at a
 * time. Intercom gives up on a webhook after a minute; what it could not deliver is linked by this search instead, later.
 */
@Injectable()
export class MissedWebhooks implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('MissedWebhooks');
  private readonly stopping = new AbortController();
  private readonly state: MissedWebhooksState;
  private timer: NodeJS.Timeout | undefined;
  private searching = false;
  private calledMeanwhile: number | null = null;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly settings: Settings,
    private readonly search: MissedWebhooksSearch,
  ) {
    this.state = new MissedWebhooksState(redis, settings.REDIS_PREFIX);
  }

  onApplicationBootstrap(): void {
    this.redis.on('ready', this.onReady);
    // With Redis away this waits for it, and the 'ready' of its return finds it waiting.
    this.look(Date.now());
  }

  beforeApplicationShutdown(): void {
    this.stopping.abort();
    clearTimeout(this.timer);
    this.redis.off('ready', this.onReady);
  }

  private readonly onReady = (): void => this.look(Date.now());

  /** `calledAt`: a search that any process began after it serves as well. */
  private look(calledAt: number): void {
    if (this.stopping.signal.aborted) return;
    // A search that began before Redis went away does not know what was missed meanwhile: once more after it.
    if (this.searching) return void (this.calledMeanwhile = calledAt);
    clearTimeout(this.timer);
    this.searching = true;
    void this.once(calledAt).then((done) => {
      this.searching = false;
      if (this.stopping.signal.aborted) return;
      const called = this.calledMeanwhile;
      this.calledMeanwhile = null;
      if (called !== null) return this.look(called);
      const next = done ? () => this.look(Date.now() - EVERY_MS / 2) : () => this.look(calledAt);
      this.timer = setTimeout(next, done ? EVERY_MS : AGAIN_MS);
    });
  }

  /** False: cut off, or another process is at it; once more soon. */
  private async once(calledAt: number): Promise<boolean> {
    try {
      const done = await this.state.inTurn(async (renew) => {
        const now = Date.now();
        const until = await this.state.completedUntil();
        if (until >= calledAt) return true;
        // Who wrote longer ago than a conversation may wait is not linked by it any more.
        const earliest = now - this.settings.LINK_WAIT_SECONDS * 1000;
        const since = Math.max(earliest, until > 0 ? until - OVERLAP_MS : now - FIRST_LOOK_BACK_MS);
        await this.search.run(since, this.stopping.signal, {
          goOn: renew,
          knows: (id, updatedAt) => this.state.knows(id, updatedAt),
          remember: (id, updatedAt) => this.state.remember(id, updatedAt),
        });
        await this.state.complete(now, since);
        return true;
      });
      return done ?? false;
    } catch (error) {
      if (this.stopping.signal.aborted) return true;
      const reason = error instanceof Error ? error.message : 'unknown';
      this.logger.warn({
        msg: 'missed_webhooks',
        outcome: error instanceof SearchCutOff ? 'cut_off' : 'failed',
        reason,
      });
      return false;
    }
  }
}
