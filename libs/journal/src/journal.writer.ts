import { Inject, Injectable, Logger } from '@nestjs/common';
import { REDIS_PREFIX, Settings } from '@app/config';
import { REDIS_FAST } from '@app/redis';
import type { TelemetryEvent } from '@app/telemetry';
import type { Redis } from 'ioredis';
import { conversationOf, encode, isKept, sessionOf, type Pending } from './entry';

/** What happens to one session within this time is one entry, in milliseconds: under load, a fraction of an entry per payload. */
const GATHER_MS = 200;
/** Beyond it events are left out and counted: Redis is away, or slow. */
const MAX_PENDING = 5_000;
const MAX_PER_ENTRY = 50;
/** About so many entries are kept, some 300 bytes each. */
const MAX_ENTRIES = 50_000;
const TRIM_EVERY_MS = 60_000;
const COMPLAIN_EVERY_MS = 60_000;
const LONGEST_ID = 64;

interface Group {
  session: string;
  conversation: string;
  members: Pending[];
}

/**
 * Writes what happened into the journal, some at a time and behind the work: `record` never waits and never throws, and what cannot be
 * written is left out, counted and said once a minute. The last 200 ms of a killed process are lost: the journal is for people.
 */
@Injectable()
export class JournalWriter {
  private readonly logger = new Logger('Journal');
  private readonly ttlMs: number;
  private pending = new Map<string, Group>();
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private trimmedAt = 0;
  private lost = 0;
  private complainedAt = 0;

  constructor(
    @Inject(REDIS_FAST) private readonly redis: Redis,
    @Inject(REDIS_PREFIX) private readonly prefix: string,
    @Inject(Settings) { SESSION_TTL_SECONDS }: Pick<Settings, 'SESSION_TTL_SECONDS'>,
  ) {
    this.ttlMs = SESSION_TTL_SECONDS * 1000;
  }

  record(event: TelemetryEvent): void {
    if (!isKept(event)) return;
    const [session, conversation] = [sessionOf(event), conversationOf(event).slice(0, LONGEST_ID)];
    // A session has one conversation for ever: what is told of it before and after the link belongs together.
    const whose = session === '' ? `c:${conversation}` : `s:${session}`;
    const group = this.pending.get(whose) ?? { session, conversation, members: [] };
    group.conversation ||= conversation;
    const last = group.members.at(-1);
    const together = merged(last?.event, event);
    if (last && together) {
      last.event = together;
      last.count++;
      return;
    }
    if (this.size >= MAX_PENDING) return void this.lost++;
    group.members.push({ at: Date.now(), count: 1, event });
    this.pending.set(whose, group);
    this.size++;
    this.timer ??= setTimeout(() => void this.flush(), GATHER_MS).unref();
  }

  /** Resolves when all that was recorded before is written, or lost. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const groups = this.pending;
    this.pending = new Map();
    this.size = 0;
    if (groups.size > 0) this.writing = this.writing.then(() => this.write(groups));
    return this.writing;
  }

  private async write(groups: Map<string, Group>): Promise<void> {
    const now = Date.now();
    const key = `${this.prefix}:journal`;
    const pipeline = this.redis.pipeline();
    const sizes: number[] = [];
    for (const { session, conversation, members } of groups.values()) {
      for (let i = 0; i < members.length; i += MAX_PER_ENTRY) {
        const part = members.slice(i, i + MAX_PER_ENTRY);
        sizes.push(part.length);
        const fields = ['s', session, 'c', conversation, 'h', encode(part, now)];
        pipeline.xadd(key, '*', ...fields);
      }
    }
    pipeline.xtrim(key, 'MAXLEN', '~', MAX_ENTRIES);
    if (now - this.trimmedAt > TRIM_EVERY_MS) {
      this.trimmedAt = now;
      pipeline.xtrim(key, 'MINID', '~', String(now - this.ttlMs)).pexpire(key, this.ttlMs);
    }
    const answers = await pipeline.exec().catch(() => null);
    sizes.forEach((size, i) => (this.lost += answers !== null && answers[i]?.[0] === null ? 0 : size));
    this.complain(now);
  }

  private complain(now: number): void {
    if (this.lost === 0 || now - this.complainedAt < COMPLAIN_EVERY_MS) return;
    this.logger.warn({ msg: 'not in the journal: Redis is away or slow', events: this.lost });
    this.complainedAt = now;
    this.lost = 0;
  }
}

type Payload = Extract<TelemetryEvent, { what: 'payload' }>;

/** The known payload with the news added to it; null where they are not told as one. */
function merged(known: TelemetryEvent | undefined, news: TelemetryEvent): Payload | null {
  if (known?.what !== 'payload' || news.what !== 'payload') return null;
  if (known.outcome !== news.outcome || known.by !== news.by) return null;
  return { ...news, actions: known.actions + news.actions };
}
