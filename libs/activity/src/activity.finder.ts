import { emailKeyOf, sessionKeyOf, userKeyOf } from '@app/redis';
import type { ConversationSnapshot, ErasureStore, KeptSession, SessionView } from '@app/sessions';
import { type Activity, activityOf, type NotFound } from './activity';

/** By what a session is asked for: one of these, or several that must all be its. */
export interface Asked {
  conversationId?: string;
  userId?: string;
  email?: string;
  sessionId?: string;
}

/** Sessions that are looked at for one answer: a person or a conversation with more has older ones, too. */
const SESSIONS = 20;

/**
 * Finds the session that was active last of those that are asked for. Names are compared whole, never searched; where several are given all
 * must agree: a conversation with a user's name tells nothing where its session is another user's. Reads only.
 */
export class ActivityFinder {
  constructor(
    private readonly view: SessionView,
    private readonly index: Pick<ErasureStore, 'candidates'>,
    private readonly productId: string,
    private readonly template: string | undefined,
  ) {}

  async find(asked: Asked): Promise<Activity | NotFound> {
    const session = await this.session(asked);
    if (!session) return { found: false };
    return activityOf(session, { template: this.template, now: Date.now(), decision: await this.decisionOf(session) });
  }

  async session(asked: Asked): Promise<KeptSession | undefined> {
    return this.lastActive(await this.keysOf(asked), asked);
  }

  /** Of a conversation that was looked at already: one more round trip to Redis. */
  sessionIn({ conversationId, sessionKeys }: ConversationSnapshot): Promise<KeptSession | undefined> {
    return this.lastActive(sessionKeys, { conversationId });
  }

  private async lastActive(keys: string[], asked: Asked): Promise<KeptSession | undefined> {
    const sessions = await Promise.all(keys.slice(0, SESSIONS).map((key) => this.view.kept(key)));
    return sessions
      .filter((session) => session !== undefined)
      .filter((session) => agrees(session, asked, this.productId))
      .sort((a, b) => b.lastAt - a.lastAt)[0];
  }

  private async keysOf({ conversationId, sessionId, userId, email }: Asked): Promise<string[]> {
    if (conversationId !== undefined) return (await this.view.conversation(conversationId))?.sessionKeys ?? [];
    if (sessionId !== undefined) return (await this.view.sessionsOf(sessionId)).map(({ sessionKey }) => sessionKey);
    const [user, mail] = [userKeyOf(userId ?? ''), emailKeyOf(email ?? '')];
    const name = user ? (['u', user] as const) : (['e', mail] as const);
    if (name[1] === '') return [];
    // The newest are found last.
    return [...new Set((await this.index.candidates([[...name]])).sessions.reverse())];
  }

  private async decisionOf({ conversationId, sessionKey }: KeptSession): Promise<string | null> {
    return conversationId === null ? null : linkDecision(await this.view.conversation(conversationId), sessionKey);
  }
}

/** How a session came into its conversation: of what was decided about it there, the link alone. */
export function linkDecision(conversation: ConversationSnapshot | null, sessionKey: string): string | null {
  const links = conversation?.decisions.filter((one) => one.sessionKey === sessionKey) ?? [];
  return links.find(({ decision }) => decision.startsWith('linked_'))?.decision ?? null;
}

function agrees(session: KeptSession, { conversationId, sessionId, userId, email }: Asked, productId: string): boolean {
  if (conversationId !== undefined && session.conversationId !== conversationId) return false;
  if (userId !== undefined && (userId === '' || session.userKey !== userKeyOf(userId))) return false;
  if (email !== undefined && (email === '' || session.emailKey !== emailKeyOf(email))) return false;
  return (
    sessionId === undefined ||
    [session.sessionId, session.sessionKey].includes(sessionId) ||
    session.sessionKey === sessionKeyOf(productId, sessionId)
  );
}
