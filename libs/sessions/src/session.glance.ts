import type { Redis } from 'ioredis';
import { decisionOfCode } from './link.codes';
import { isProse, readAction } from './session.items';
import type { SessionGlance } from './session.snapshot';

/** Most texts of a session that one glance shows. */
const TEXTS = 20;

export interface Glanced {
  sessionKey: string;
  /** How many of its newest texts are wanted. */
  texts: number;
}

/**
 * A few words on each of these sessions, in two round trips for all of them; undefined for those that are forgotten. Changes nothing.
 * Throws what ioredis throws.
 */
export async function glances(
  redis: Redis,
  prefix: string,
  asked: readonly Glanced[],
): Promise<(SessionGlance | undefined)[]> {
  const pipeline = redis.pipeline();
  for (const { sessionKey, texts } of asked) {
    const key = `${prefix}:s:${sessionKey}`;
    const from = -Math.min(TEXTS, Math.max(1, texts));
    pipeline.hmget(key, 'sid', 'uk', 'ek', 'conv');
    pipeline.lrange(`${key}:u`, from, -1).lrange(`${key}:q`, from, -1);
  }
  const rows = ((await pipeline.exec()) ?? []).map(([error, row]) => (error ? [] : (row as (string | null)[])));
  const found = asked.map(({ texts }, i) => glanceOf(rows.slice(3 * i, 3 * i + 3), texts));
  const links = await linksOf(redis, prefix, asked, found);
  return found.map((glance, i) => glance && { ...glance, linked: links[i] ?? null });
}

type Unlinked = Omit<SessionGlance, 'linked'>;

function glanceOf([fields = [], posted = [], buffered = []]: (string | null)[][], texts: number): Unlinked | undefined {
  const [sessionId, user, email, conversationId] = fields;
  if (!sessionId) return undefined;
  // What was posted came before what still waits.
  const items = [...posted, ...buffered].filter((item): item is string => item !== null && !isProse(item));
  return {
    sessionId,
    known: user && user !== '-' ? 'user' : email ? 'e-mail' : 'no',
    conversationId: conversationId ?? null,
    texts: texts > 0 ? items.slice(-Math.min(TEXTS, texts)).map((item) => readAction(item).text) : [],
  };
}

async function linksOf(
  redis: Redis,
  prefix: string,
  asked: readonly Glanced[],
  found: readonly (Unlinked | undefined)[],
): Promise<SessionGlance['linked'][]> {
  const pipeline = redis.pipeline();
  asked.forEach(({ sessionKey }, i) => {
    const conversation = found[i]?.conversationId ?? '';
    pipeline.hget(`${prefix}:c:${conversation}`, `s:${sessionKey}`);
  });
  const rows = (await pipeline.exec()) ?? [];
  return rows.map(([error, row]) => {
    const [at = '', how = ''] = typeof row === 'string' && !error ? row.split('|') : [];
    return at === '' ? null : { at: Number(at), decision: decisionOfCode(how) };
  });
}
