import { mastersOf } from '@app/redis';
import type { Redis } from 'ioredis';

const PAGE = 1000;

/** What Redis says of one session; '' where it says nothing. */
export interface SessionRow {
  key: string;
  user: string;
  email: string;
  conversation: string;
}

export interface ConversationRow {
  id: string;
  contact: string;
  /** Keys of the identities by which it waits for a session. */
  waitsForUser: string;
  waitsForEmail: string;
  /** Keys of the sessions that are linked to it. */
  sessions: string[];
}

/** A note that failed for good; it may outlive its session, and names its person itself. */
export interface DeadLetterRow {
  ref: string;
  session: string;
  user: string;
  email: string;
  conversation: string;
  contact: string;
}

/** What an erasure compares, of sessions, conversations and dead letters in Redis. */
export class StateRows {
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
  ) {}

  async sessions(keys: readonly string[]): Promise<SessionRow[]> {
    const rows = await this.read(keys, 's:', ['start', 'uk', 'ek', 'conv']);
    return rows.map(({ name, values: [, user = '', email = '', conversation = ''] }) => ({
      key: name,
      user,
      email,
      conversation,
    }));
  }

  /** With the sessions that are linked to each. */
  async conversations(ids: readonly string[]): Promise<ConversationRow[]> {
    const pipeline = this.redis.pipeline();
    for (const id of ids) pipeline.hgetall(`${this.prefix}:c:${id}`);
    const told = answers<Record<string, string>>(await pipeline.exec());
    return ids.flatMap((id, i) => {
      const fields = told[i] ?? {};
      if (Object.keys(fields).length === 0) return [];
      return [
        {
          id,
          contact: fields.contact ?? '',
          waitsForUser: this.nameIn(fields.wu, 'w:u:'),
          waitsForEmail: this.nameIn(fields.we, 'w:e:'),
          sessions: Object.keys(fields).flatMap((name) => (name.startsWith('s:') ? [name.slice(2)] : [])),
        },
      ];
    });
  }

  async deadLetters(refs: readonly string[]): Promise<DeadLetterRow[]> {
    const rows = await this.read(refs, 'dead:', ['sk', 'uk', 'ek', 'conv', 'ct']);
    return rows.map(({ name, values: [session = '', user = '', email = '', conversation = '', contact = ''] }) => ({
      ref: name,
      session,
      user,
      email,
      conversation,
      contact,
    }));
  }

  /** Everything, page by page: what is there throughout is met, nothing is locked meanwhile. For what no index can answer. */
  async all(): Promise<{ sessions: string[]; conversations: string[]; deadLetters: string[] }> {
    const found = { sessions: [] as string[], conversations: [] as string[], deadLetters: [] as string[] };
    const start = `${this.prefix}:`;
    for await (const key of this.hashes(start)) {
      const [kind, name = '', more] = key.slice(start.length).split(':');
      if (more !== undefined) continue;
      if (kind === 's') found.sessions.push(name);
      else if (kind === 'c') found.conversations.push(name);
      else if (kind === 'dead') found.deadLetters.push(name);
    }
    return found;
  }

  private async *hashes(start: string): AsyncGenerator<string> {
    for (const server of mastersOf(this.redis))
      for await (const page of server.scanStream({ match: `${start}*`, type: 'hash', count: PAGE }))
        yield* page as string[];
  }

  private nameIn = (key: string | undefined, kind: string) => key?.slice(`${this.prefix}:${kind}`.length) ?? '';

  /** Those that are there: the first field is one that each of them has. */
  private async read(names: readonly string[], kind: string, fields: string[]) {
    const rows: { name: string; values: string[] }[] = [];
    for (let from = 0; from < names.length; from += PAGE) {
      const page = names.slice(from, from + PAGE);
      const pipeline = this.redis.pipeline();
      for (const name of page) pipeline.hmget(`${this.prefix}:${kind}${name}`, ...fields);
      const told = answers<(string | null)[]>(await pipeline.exec());
      page.forEach((name, i) => {
        const values = (told[i] ?? []).map((value) => value ?? '');
        if (values[0]) rows.push({ name, values });
      });
    }
    return rows;
  }
}

function answers<T>(rows: [Error | null, unknown][] | null): T[] {
  return (rows ?? []).map(([error, value]) => {
    if (error) throw error;
    return value as T;
  });
}
