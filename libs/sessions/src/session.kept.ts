import type { Redis } from 'ioredis';
import { isProse, readAction, readSummary } from './session.items';
import type { StoredAction } from './session.types';

/** Most actions that are told of a session. */
const MOST = 50;

/** What a session did last, with all that is known of it. Texts are the user's, secrets masked: never for a log. */
export interface KeptSession {
  sessionKey: string;
  sessionId: string;
  /** Hashes; '' where its payloads name nobody. */
  userKey: string;
  emailKey: string;
  conversationId: string | null;
  /** Unix ms. */
  startedAt: number;
  lastAt: number;
  /** Unix ms of its first action; null: none was seen. */
  beganAt: number | null;
  /** Oldest first. */
  actions: StoredAction[];
  summary: { prose: string; by: string } | null;
  /** A summary is being written, or waits to be posted. */
  summaryDue: boolean;
}

/** One round trip; undefined for a session that is forgotten, or whose conversation is gone. Changes nothing. Throws what ioredis throws. */
export async function keptSession(redis: Redis, prefix: string, sessionKey: string): Promise<KeptSession | undefined> {
  const key = `${prefix}:s:${sessionKey}`;
  const rows = await redis
    .pipeline()
    .hmget(key, 'sid', 'uk', 'ek', 'conv', 'start', 'last', 'began', 'due_sum', 'dead')
    .lrange(`${key}:f`, -MOST, -1)
    .lrange(`${key}:u`, -MOST, -1)
    .lrange(`${key}:q`, -MOST, -1)
    .get(`${key}:t`)
    .get(`${key}:s`)
    .exec();
  const [fields, before, posted, waiting, written, told] = (rows ?? []).map(([error, row]) => {
    if (error) throw error;
    return row;
  });
  const [sessionId, user, emailKey, conversation, start, last, began, due, dead] = fields as (string | null)[];
  if (!sessionId || dead) return undefined;
  const items = [before, posted, waiting].flatMap((list) => list as string[]).filter((item) => !isProse(item));
  const actions = items.map(readAction).sort((a, b) => a.ts - b.ts);
  const summary = (written ?? told) as string | null;
  return {
    sessionKey,
    sessionId,
    userKey: user === '-' ? '' : (user ?? ''),
    emailKey: emailKey ?? '',
    conversationId: conversation ?? null,
    startedAt: Number(start ?? 0),
    lastAt: Number(last ?? 0),
    beganAt: began ? Number(began) : null,
    actions: actions.slice(-MOST),
    summary: summary === null ? null : proseOf(summary),
    summaryDue: Boolean(due) || written !== null,
  };
}

function proseOf(stored: string): { prose: string; by: string } {
  const { prose, by } = readSummary(stored);
  return { prose, by: by ?? '' };
}
