import { Inject, Injectable } from '@nestjs/common';
import { REDIS_PREFIX } from '@app/config';
import { REDIS } from '@app/redis';
import type { Redis } from 'ioredis';
import { decode, type Entry } from './entry';
import { follow, type StreamRow } from './follow';

/** Sessions (by key) and conversations (by id) whose entries are meant. */
export interface Whose {
  sessionKeys: readonly string[];
  conversationIds: readonly string[];
}

export interface Found {
  /** Newest first. */
  entries: Entry[];
  /** Id of the newest entry that was looked at: hand it back as `after` to read only what is newer. Null while there is none. */
  cursor: string | null;
  /** Unix ms back to which was looked; null where that is the journal's beginning. */
  lookedBackTo: number | null;
}

const CHUNK = 1_000;
/** Most entries of one look, which is about 5 MB from Redis. */
const MAX_SCAN = 20_000;

interface Scanned {
  id: string;
  session: string;
  conversation: string;
  rows: string;
}

const fieldsOf = ([id, [, session = '', , conversation = '', , rows = '']]: StreamRow): Scanned => ({
  id,
  session,
  conversation,
  rows,
});

/** Reads the journal, a bounded stretch of it at a time, so that a look never holds up the work. Throws what ioredis throws. */
@Injectable()
export class Journal {
  private readonly key: string;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(REDIS_PREFIX) prefix: string,
  ) {
    this.key = `${prefix}:journal`;
  }

  /** At most about `limit` entries of these, newest first; with `after` (a cursor) only newer ones. */
  async of(whose: Whose, { limit = 500, after = null as string | null } = {}): Promise<Found> {
    const meant = matcher(whose);
    return this.find((entry) => meant(entry), limit, after);
  }

  /** The newest entries of all. */
  async latest(limit: number): Promise<Entry[]> {
    return (await this.find(() => true, limit, null)).entries;
  }

  /** What is entered from now on, oldest first, until `signal` aborts. */
  async *follow(signal: AbortSignal): AsyncGenerator<Entry[]> {
    for await (const rows of follow(this.redis, this.key, signal))
      yield rows.map(fieldsOf).flatMap((entry) => decode(entry.id, entry.rows).reverse());
  }

  /** Removes every entry of these; returns how many. */
  async forget(whose: Whose): Promise<number> {
    const meant = matcher(whose);
    let removed = 0;
    for await (const chunk of this.chunks(null, Number.POSITIVE_INFINITY)) {
      const ids = chunk.filter(meant).map(({ id }) => id);
      if (ids.length > 0) removed += await this.redis.xdel(this.key, ...ids);
    }
    return removed;
  }

  private async find(meant: (entry: Scanned) => boolean, limit: number, after: string | null): Promise<Found> {
    const found: Found = { entries: [], cursor: after, lookedBackTo: null };
    let first = true;
    let scanned = 0;
    for await (const chunk of this.chunks(after, MAX_SCAN)) {
      if (first) found.cursor = chunk[0]?.id ?? after;
      first = false;
      scanned += chunk.length;
      for (const entry of chunk) {
        if (meant(entry)) found.entries.push(...decode(entry.id, entry.rows));
        if (found.entries.length < limit) continue;
        return { ...found, lookedBackTo: timeOf(entry.id) };
      }
      const oldest = chunk.at(-1);
      if (scanned >= MAX_SCAN && oldest) found.lookedBackTo = timeOf(oldest.id);
    }
    return found;
  }

  private async *chunks(after: string | null, most: number): AsyncGenerator<Scanned[]> {
    let to = '+';
    for (let scanned = 0; scanned < most; scanned += CHUNK) {
      const rows = await this.redis.xrevrange(this.key, to, after === null ? '-' : `(${after}`, 'COUNT', CHUNK);
      const last = rows.at(-1);
      if (last === undefined) return;
      yield (rows as StreamRow[]).map(fieldsOf);
      if (rows.length < CHUNK) return;
      to = `(${last[0]}`;
    }
  }
}

const timeOf = (id: string) => Number(id.split('-')[0]);

function matcher({ sessionKeys, conversationIds }: Whose): (entry: Scanned) => boolean {
  const [sessions, conversations] = [new Set(sessionKeys), new Set(conversationIds)];
  return ({ session, conversation }) =>
    (session !== '' && sessions.has(session)) || (conversation !== '' && conversations.has(conversation));
}
