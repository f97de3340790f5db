import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newRef } from '@app/notes';
import { Redis } from 'ioredis';
import { actionItem, isProse, readAction } from './session.items';
import type { SessionRules } from './session.rules';
import { SessionConnection } from './session.connection';
import { Sessions } from './sessions';
import type { FlushStore } from './flush.store';
import type { FlushStep, LinkRequest, NoteIntent } from './session.types';

const url = process.env.REDIS_URL;
if (!url) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

export const RULES: SessionRules = {
  preLinkWindowMs: 120_000,
  lookbackMs: 1_800_000,
  ttlMs: 604_800_000,
  linkWaitMs: 86_400_000,
  debounceMs: [0],
  debounceMaxMs: [3_000],
  mute: false,
  hurryEveryMs: 0,
  holdQuietStates: true,
  summaryThreshold: 5,
  ownSummaries: true,
  redact: true,
  keepLinkNote: true,
  rollingSummaries: false,
  keptActions: 50,
  coveredMax: 100,
  noteMaxChars: 5_000,
  noteOverheadChars: 100,
  sessionIdCost: 1,
  unlinkedBufferMax: 2_000,
  settleMs: 100,
};

export type Committed = Awaited<ReturnType<FlushStore['commit']>>;

/** A store of its own with one product, played step by step: the test is webhook, stream, flush job and Intercom. */
export class Play {
  readonly prefix = `spec-${randomUUID().slice(0, 8)}`;
  readonly redis = new Redis(url!);
  private readonly connection = new Redis(url!);
  readonly sessions: Sessions;
  private parts = 0;
  private clock = 0;

  constructor(rules: Partial<SessionRules> = {}) {
    this.sessions = this.withRules(rules);
  }

  /** The same state, by a process with other settings. */
  withRules(rules: Partial<SessionRules>): Sessions {
    return new Sessions(new SessionConnection(this.connection, this.prefix, 'product', { ...RULES, ...rules }));
  }

  async close(): Promise<void> {
    const keys = await this.redis.keys(`${this.prefix}:*`);
    if (keys.length > 0) await this.redis.del(keys);
    this.redis.disconnect();
    this.connection.disconnect();
  }

  /** Everything that may expire has expired. */
  async longPause(): Promise<void> {
    for (const key of await this.redis.keys(`${this.prefix}:*`))
      if ((await this.redis.pttl(key)) !== -1) await this.redis.del(key);
  }

  key = (sessionId = 's') => this.sessions.intake.keyOf(sessionId);

  field = (name: string, sessionId = 's') => this.redis.hget(`${this.prefix}:s:${this.key(sessionId)}`, name);

  action = (text: string, ts = Date.now() / 1000) => actionItem({ i: 0, type: 'click', text, ts, url: '' });

  actions = (count: number, what = 'action') =>
    Array.from({ length: count }, (_, i) => this.action(`${what} ${i + 1}`));

  admit = (items: string[], who: { userId?: string; sessionId?: string } = {}, sessions = this.sessions) =>
    sessions.intake.admit([
      {
        eventId: randomUUID().replaceAll('-', ''),
        sessionId: who.sessionId ?? 's',
        userId: who.userId ?? '',
        email: '',
        conversationId: null,
        items,
      },
    ]);

  /** Admits. Returns the generation that was opened, or 0. */
  async arrive(items: string[], who: { userId?: string; sessionId?: string } = {}, sessions = this.sessions) {
    const [admitted] = await this.admit(items, who, sessions);
    return admitted!.generation;
  }

  private request = (who: Partial<LinkRequest>): LinkRequest => ({
    notificationId: randomUUID(),
    conversationId: 'c',
    state: 'open',
    stateAt: ++this.clock,
    sessionId: null,
    externalId: '',
    email: '',
    contactId: '',
    ...who,
  });

  /** A webhook: the user wrote in this conversation, which names the session. Returns the generations that were opened. */
  async writes(who: Partial<LinkRequest> = { sessionId: 's' }, sessions = this.sessions): Promise<number[]> {
    const { opened } = await sessions.links.linkConversation(this.request(who));
    return opened.map(({ generation }) => generation);
  }

  async turns(state: 'open' | 'closed' | 'snoozed'): Promise<number[]> {
    const change = { notificationId: null, conversationId: 'c', state, stateAt: ++this.clock };
    return (await this.sessions.links.setConversationState(change)).opened.map(({ generation }) => generation);
  }

  begin = (generation: number, owner = 'o', sessions = this.sessions): Promise<FlushStep> =>
    sessions.flushes.begin(this.key(), generation, owner, newRef());

  /** The next note of this generation, waiting as long as its job would. Null: there is none. */
  async note(generation: number, owner = 'o', sessions = this.sessions): Promise<NoteIntent | null> {
    for (;;) {
      const step = await this.begin(generation, owner, sessions);
      if (step.do === 'stop') return null;
      if (step.do === 'post') return step;
      await sleep(step.ms);
    }
  }

  async posted(intent: NoteIntent, sessions = this.sessions): Promise<Committed & { part: string }> {
    expect(await sessions.flushes.arm(this.key(), intent.ref, 'o', 'print')).toBe('armed');
    const part = String(++this.parts);
    return { ...(await sessions.flushes.commit(this.key(), intent.ref, part)), part };
  }

  /** Posts all notes of a generation. Returns their parts, kinds and texts. */
  async flush(generation: number, sessions = this.sessions) {
    const notes: { part: string; kind: string; texts: string[]; binned: boolean; committed: Committed }[] = [];
    for (;;) {
      const intent = await this.note(generation, 'o', sessions);
      if (!intent) return notes;
      const { part, ...committed } = await this.posted(intent, sessions);
      notes.push({ part, kind: intent.kind, texts: this.texts(intent), binned: intent.binned, committed });
    }
  }

  prose = (by = 'gpt') => ({ prose: 'prose', by, since: 0 });

  texts = ({ items }: NoteIntent): string[] => items.flatMap((item) => (isProse(item) ? [] : [readAction(item).text]));
}
