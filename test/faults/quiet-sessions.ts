import { createHash, randomUUID } from 'node:crypto';
import { loadSettings } from '@app/config';
import { emailKeyOf, userKeyOf } from '@app/redis';
import { actionItem, rulesOf, SessionConnection, Sessions, type SessionRules } from '@app/sessions';
import type { Redis } from 'ioredis';

const PAYLOADS = 7;
const ACTIONS_PER_PAYLOAD = 3;
const AT_ONCE = 250;

const settings = loadSettings({
  AUTOPLAY_STREAM_URL: 'http://127.0.0.1:9/stream/product',
  AUTOPLAY_API_TOKEN: 'unused',
  INTERCOM_ACCESS_TOKEN: 'unused',
  INTERCOM_ADMIN_ID: '1',
  INTERCOM_CLIENT_SECRET: 'unused',
});

const personOf = (sessionId: string) => ({ externalId: `u-${sessionId}`, email: `${sessionId}@shop.example` });

/** Sessions brought to a state by the very scripts that the service runs, without queues and without Intercom. */
export class QuietSessions {
  /** Notes are due at once: nobody waits for quiet here. */
  private readonly rules: SessionRules;
  private readonly store: Sessions;
  private parts = 215_000_000_000;

  constructor(
    readonly redis: Redis,
    /** KEEP_ACTIONS. */
    keptActions: number,
    readonly prefix = 'sidenote',
  ) {
    this.rules = { ...rulesOf(settings), debounceMs: [0], debounceMaxMs: [0], keptActions };
    this.store = new Sessions(new SessionConnection(redis, prefix, settings.productId, this.rules));
  }

  /**
   * Linked, 21 actions in 7 payloads posted in one note, summarised, the note redacted: nothing is left to do. And that an hour ago: what
   * lives an hour at most is gone (ids of notifications, the identity index).
   */
  async summarised(count: number): Promise<string[]> {
    return this.each(count, async (n) => {
      const session = randomUUID();
      const shortLived = await this.link(session, n);
      let generation = 0;
      for (let i = 0; i < PAYLOADS; i++) {
        const opened = await this.admit(session, `payload ${i}`);
        generation ||= opened;
      }
      await this.note(session, generation);
      const sessionKey = this.store.intake.keyOf(session);
      await this.store.summaries.freeze(sessionKey, 0);
      generation = await this.store.summaries.storeSummary(sessionKey, 0, {
        prose: 'The user compared the plans and left.',
        by: 'gpt-4o-mini',
        since: 0,
      });
      const { redact } = await this.note(session, generation);
      for (const part of redact) await this.store.redactions.redacted(sessionKey, part);
      await this.redis.unlink(...shortLived);
      return session;
    });
  }

  /** Posts more payloads of each session, a note for each: actions that no summary covers. */
  async unsummarised(sessions: string[], payloads: number): Promise<void> {
    await this.each(sessions.length, async (n) => {
      for (let i = 0; i < payloads; i++) {
        await this.note(sessions[n]!, await this.admit(sessions[n]!, `one more, ${i}`));
      }
    });
  }

  /** Actions of a session that a summary has told. */
  readonly told = PAYLOADS * ACTIONS_PER_PAYLOAD;

  /** Actions in a payload. */
  readonly actionsEach = ACTIONS_PER_PAYLOAD;

  private async each<T>(count: number, make: (n: number) => Promise<T>): Promise<T[]> {
    const made: T[] = [];
    for (let from = 0; from < count; from += AT_ONCE) {
      const size = Math.min(AT_ONCE, count - from);
      made.push(...(await Promise.all(Array.from({ length: size }, (_, i) => make(from + i)))));
    }
    return made;
  }

  /** Returns the keys that an hour later are gone. */
  private async link(sessionId: string, n: number): Promise<string[]> {
    const notificationId = `notif_${randomUUID()}`;
    const conversationId = String(215_470_000_000_000 + n);
    await this.store.links.linkConversation({
      notificationId,
      conversationId,
      state: 'open',
      stateAt: Date.now(),
      sessionId,
      ...personOf(sessionId),
      contactId: createHash('md5').update(sessionId).digest('hex').slice(0, 24),
    });
    const { externalId, email } = personOf(sessionId);
    const names = [`ntf:${notificationId}`, `u:${userKeyOf(externalId)}`, `e:${emailKeyOf(email)}`];
    return names.map((name) => `${this.prefix}:${name}`);
  }

  /** Returns the generation that it opened, or 0. */
  private async admit(sessionId: string, what: string): Promise<number> {
    const ts = Date.now() / 1000;
    const url = 'https://shop.example/pricing/compare';
    const items = Array.from({ length: ACTIONS_PER_PAYLOAD }, (_, i) =>
      actionItem({
        i,
        type: 'click',
        text: `User clicked the Compare plans button on the pricing page, ${what}`,
        ts,
        url,
      }),
    );
    const eventId = createHash('sha256').update(`${sessionId} ${what}`).digest('hex').slice(0, 32);
    const { externalId: userId, email } = personOf(sessionId);
    const [admitted] = await this.store.intake.admit([
      { eventId, sessionId, userId, email, conversationId: null, items },
    ]);
    return admitted!.generation;
  }

  private async note(sessionId: string, generation: number): Promise<{ redact: string[] }> {
    const sessionKey = this.store.intake.keyOf(sessionId);
    const step = await this.store.flushes.begin(sessionKey, generation, 'owner', randomUUID().slice(0, 12));
    if (step.do !== 'post') throw new Error(`expected a note to post, not: ${step.do}`);
    await this.store.flushes.arm(sessionKey, step.ref, 'owner');
    return this.store.flushes.commit(sessionKey, step.ref, String(this.parts++));
  }
}
