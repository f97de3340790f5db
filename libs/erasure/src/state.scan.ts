import type { Redis } from 'ioredis';
import type { ConversationRow, SessionRow } from './trace';

const PAGE = 1000;

/** Every hash of a pattern with some of its fields, page by page. What is there throughout is met; nothing is locked meanwhile. */
export async function* hashes(
  redis: Redis,
  match: string,
  fields: string[],
): AsyncGenerator<{ key: string; values: string[] }> {
  for await (const page of redis.scanStream({ match, type: 'hash', count: PAGE })) {
    const keys = page as string[];
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.hmget(key, ...fields);
    const rows = (await pipeline.exec()) ?? [];
    for (const [i, key] of keys.entries()) {
      const [error, values] = rows[i] ?? [];
      if (error) throw error;
      yield { key, values: (values as (string | null)[]).map((value) => value ?? '') };
    }
  }
}

const nameIn = (key: string, start: string) => key.slice(start.length);

/** All sessions: the main hash of each. */
export async function readSessions(redis: Redis, prefix: string): Promise<SessionRow[]> {
  const start = `${prefix}:s:`;
  const found: SessionRow[] = [];
  for await (const { key, values } of hashes(redis, `${start}*`, ['uk', 'ek', 'conv'])) {
    const [user = '', email = '', conversation = ''] = values;
    found.push({ key: nameIn(key, start), user, email, conversation });
  }
  return found;
}

export async function readConversations(redis: Redis, prefix: string): Promise<ConversationRow[]> {
  const start = `${prefix}:c:`;
  const found: ConversationRow[] = [];
  for await (const { key, values } of hashes(redis, `${start}*`, ['contact', 'wu', 'we'])) {
    const [contact = '', user = '', email = ''] = values;
    found.push({
      id: nameIn(key, start),
      contact,
      waitsForUser: nameIn(user, `${prefix}:w:u:`),
      waitsForEmail: nameIn(email, `${prefix}:w:e:`),
    });
  }
  return found;
}
