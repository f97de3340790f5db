import type { Redis } from 'ioredis';
import { sessionKeyOf } from '@app/redis';
import { decisionOfCode } from './link.codes';
import { type Glanced, glances } from './session.glance';
import { isProse, readAction } from './session.items';
import { type KeptSession, keptSession } from './session.kept';
import type {
  ActionText,
  ConversationSnapshot,
  DeadLetterSnapshot,
  SaidBy,
  SessionGlance,
  SessionRecord,
  SessionSnapshot,
  SessionTexts,
  WaitSnapshot,
} from './session.snapshot';

const SESSION_KEY = /^[0-9a-f]{20}$/;
/** Other ids would name other keys. */
const CONVERSATION_ID = /^[\w-]{1,64}$/;
const REF = /^[\w-]{1,64}$/;
/** Longest list of texts that is shown of a session. */
const TEXTS = 200;
/** Newest actions of each list that a preview is made of. */
const RECORDED = 2_000;

const numberOr = <T>(text: string | null | undefined, otherwise: T) => (text ? Number(text) : otherwise);

/** Looks at sessions and conversations, and changes nothing. Throws what ioredis throws when Redis is away. */
export class SessionView {
  /** @param productId null where it is not known: then sessions are found by key only */
  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    private readonly productId: string | null,
  ) {}

  /** By session key; null when nothing is known of it. */
  session = async (key: string): Promise<SessionSnapshot | null> => (SESSION_KEY.test(key) ? this.byKey(key) : null);

  /** By raw session id, of each user that it had, the last active first; or the one with this session key. */
  async sessionsOf(id: string): Promise<SessionSnapshot[]> {
    const parts = this.productId === null ? [] : await this.partsOf(sessionKeyOf(this.productId, id));
    const known = await Promise.all((parts.length > 0 ? parts : [id]).map((key) => this.session(key)));
    return known.filter((session) => session !== null).sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
  }

  private async partsOf(base: string): Promise<string[]> {
    const [sid, parts] = await this.redis.hmget(`${this.prefix}:s:${base}`, 'sid', 'parts');
    const others = parts?.match(/.{20}/g)?.filter((key) => key !== base) ?? [];
    return [...(sid ? [base] : []), ...others];
  }

  /** Raw ids and conversations of sessions by key; undefined for those that are forgotten. */
  async names(
    sessionKeys: readonly string[],
  ): Promise<({ sessionId: string; conversationId: string | null } | undefined)[]> {
    const pipeline = this.redis.pipeline();
    for (const key of sessionKeys) pipeline.hmget(`${this.prefix}:s:${key}`, 'sid', 'conv');
    const rows = (await pipeline.exec()) ?? [];
    return rows.map(([error, row]) => {
      const [sessionId, conversationId] = (error ? [] : row) as (string | null | undefined)[];
      return sessionId ? { sessionId, conversationId: conversationId ?? null } : undefined;
    });
  }

  /** What a session did last; see `keptSession`. */
  kept = async (key: string): Promise<KeptSession | undefined> =>
    SESSION_KEY.test(key) ? keptSession(this.redis, this.prefix, key) : undefined;

  /** A few words on each; see `glances`. */
  glances = (asked: readonly Glanced[]): Promise<(SessionGlance | undefined)[]> =>
    glances(this.redis, this.prefix, asked);

  async conversation(id: string): Promise<ConversationSnapshot | null> {
    if (!CONVERSATION_ID.test(id)) return null;
    const key = `${this.prefix}:c:${id}`;
    const [fields, decisions] = await Promise.all([this.redis.hgetall(key), this.redis.lrange(`${key}:d`, 0, -1)]);
    if (Object.keys(fields).length === 0 && decisions.length === 0) return null;
    const sessionKeys = Object.keys(fields).flatMap((name) => (name.startsWith('s:') ? [name.slice(2)] : []));
    const [user, email] = await Promise.all([this.wait('user', fields.wu, id), this.wait('email', fields.we, id)]);
    return {
      conversationId: id,
      state: fields.state ?? '',
      stateAt: numberOr(fields.at, null),
      sessionKeys,
      // A link that holds came after whatever else was decided in its millisecond.
      decisions: [...linksIn(fields), ...decisions].map(decisionOf).sort((a, b) => b.at - a.at),
      waits: [user, email].filter((wait) => wait !== null),
      muted: fields.mute === undefined ? null : saidBy(fields.mute),
      unlinked: saidOf(fields, 'x:'),
      linkedByHand: saidOf(fields, 'y:'),
    };
  }

  /** Those of the refs whose dead letter is still kept. */
  async deadLetters(refs: readonly string[]): Promise<DeadLetterSnapshot[]> {
    const pipeline = this.redis.pipeline();
    const asked = refs.filter((ref) => REF.test(ref));
    for (const ref of asked) pipeline.hmget(`${this.prefix}:dead:${ref}`, 'sk', 'sid', 'conv', 'kind', 'reason', 'at');
    const rows = (await pipeline.exec()) ?? [];
    return rows.flatMap(([error, row], i) => {
      const [sessionKey, sessionId, conversationId, kind, reason, at] = (error ? [] : row) as (string | null)[];
      if (!sessionKey) return [];
      const told = { sessionId: sessionId ?? '', conversationId: conversationId ?? '', kind: kind ?? '' };
      return { ref: asked[i] ?? '', sessionKey, ...told, reason: reason ?? '', at: Number(at) };
    });
  }

  /** What the user did, as far as it is not summarised yet; the oldest 200 of each. */
  async texts(sessionKey: string): Promise<SessionTexts> {
    if (!SESSION_KEY.test(sessionKey)) return { buffered: [], unsummarised: [] };
    const key = `${this.prefix}:s:${sessionKey}`;
    const [buffered, posted] = await Promise.all([
      this.redis.lrange(`${key}:q`, 0, TEXTS - 1),
      this.posted(sessionKey, RECORDED),
    ]);
    const unsummarised = posted.untold.slice(0, TEXTS);
    return { buffered: buffered.flatMap(textOf), unsummarised: unsummarised.flatMap(textOf) };
  }

  /** What is still kept of what the user did, oldest first. */
  async recorded(sessionKey: string): Promise<SessionRecord> {
    if (!SESSION_KEY.test(sessionKey)) return { before: [], unsummarised: [], buffered: [] };
    const list = (name: string) => this.redis.lrange(`${this.prefix}:s:${sessionKey}:${name}`, -RECORDED, -1);
    const [before, posted, buffered] = await Promise.all([list('f'), this.posted(sessionKey, RECORDED), list('q')]);
    const actions = (items: string[]) => items.filter((item) => !isProse(item)).map(readAction);
    return {
      before: [...actions(before), ...actions(posted.told)],
      unsummarised: actions(posted.untold),
      buffered: actions(buffered),
    };
  }

  /** The newest of what was posted, as items: what a summary has told, and after it what none has. */
  private async posted(sessionKey: string, most: number): Promise<{ told: string[]; untold: string[] }> {
    const key = `${this.prefix}:s:${sessionKey}`;
    const [items, untold] = await Promise.all([this.redis.lrange(`${key}:u`, -most, -1), this.redis.hget(key, 'cnt')]);
    const from = Math.max(0, items.length - Number(untold ?? 0));
    return { told: items.slice(0, from), untold: items.slice(from) };
  }

  private async byKey(sessionKey: string): Promise<SessionSnapshot | null> {
    const key = `${this.prefix}:s:${sessionKey}`;
    const [f, buffered, posted, notes, prose, toRedact, toSendAgain, due] = await Promise.all([
      this.redis.hgetall(key),
      this.redis.llen(`${key}:q`),
      this.redis.llen(`${key}:u`),
      this.redis.llen(`${key}:n`),
      this.redis.exists(`${key}:t`),
      this.redis.smembers(`${key}:r`),
      this.redis.lrange(`${key}:l`, 0, -1),
      this.redis.zscore(`${this.prefix}:due`, sessionKey),
    ]);
    // A session of an erased user may be there for the others of its session id alone, without a name.
    if (!f.sid) return null;
    const intent = f.ref
      ? {
          ref: f.ref,
          kind: f.kind ?? '',
          actions: f.kind === 'actions' ? Number(f.n ?? 0) : 0,
          tries: Number(f.tries ?? 0),
          sentAt: numberOr(f.sent, null),
        }
      : null;
    const open = f.pend === '1';
    const unsummarised = Math.min(posted, Number(f.cnt ?? 0));
    return {
      sessionKey,
      sessionId: f.sid ?? '',
      conversationId: f.conv ?? null,
      ended: f.dead !== undefined,
      knows: { user: Boolean(f.uk), email: Boolean(f.ek) },
      startedAt: numberOr(f.start, null),
      lastAt: numberOr(f.last, null),
      actions: { buffered, unsummarised, kept: posted - unsummarised },
      notes,
      summariesPosted: Number(f.k ?? 0),
      summary: prose ? 'to_be_posted' : f.due_sum ? 'due' : 'none',
      intent,
      generation: open ? Number(f.gen) : null,
      dueAt: open ? numberOr(due, null) : null,
      waitUntil: open ? numberOr(f.wait, null) : null,
      toRedact,
      toSendAgain,
      expired: Number(f.xd ?? 0),
    };
  }

  private async wait(
    forWhom: WaitSnapshot['forWhom'],
    key: string | undefined,
    id: string,
  ): Promise<WaitSnapshot | null> {
    if (!key) return null;
    const [[conversation, at, after, ambiguous], ttl] = await Promise.all([
      this.redis.hmget(key, 'conv', 'at', 'after', 'amb'),
      this.redis.pttl(key),
    ]);
    // A later conversation of the same user took the place.
    if (conversation !== id) return null;
    return {
      forWhom,
      since: Number(at),
      until: Date.now() + Math.max(0, ttl),
      startsAfter: Number(after ?? 0),
      ambiguous: ambiguous === '1',
    };
  }
}

/** As it is stored: `time|who`. */
function saidBy(value: string): SaidBy {
  const at = value.indexOf('|');
  return { at: Number(value.slice(0, at)), by: value.slice(at + 1) };
}

/** Who said what of which session, in the fields of a conversation that begin so. */
const saidOf = (fields: Record<string, string>, kind: 'x:' | 'y:') =>
  Object.entries(fields).flatMap(([name, value]) =>
    name.startsWith(kind) ? [{ sessionKey: name.slice(kind.length), ...saidBy(value) }] : [],
  );

/** How its sessions were linked, as rows of its other decisions. */
const linksIn = (fields: Record<string, string>) =>
  Object.entries(fields).flatMap(([name, value]) => (name.startsWith('s:') ? [`${value}|${name.slice(2)}`] : []));

function decisionOf(row: string): ConversationSnapshot['decisions'][number] {
  const [at = '0', decision = '', sessionKey = ''] = row.split('|');
  return { at: Number(at), decision: decisionOfCode(decision), sessionKey: sessionKey || null };
}

function textOf(item: string): ActionText[] {
  if (isProse(item)) return [];
  const { ts, text } = readAction(item);
  return [{ at: Math.round(ts * 1000), text }];
}
