import type { Settings } from '@app/config';
import type { RateGate } from '@app/intercom';
import type { Journal } from '@app/journal';
import type { ConversationSight, SessionSight, SessionView } from '@app/sessions';
import type { DeadLetters } from './dead.letters';
import { capital, decisionInWords, isLink } from './decisions';
import type { Explanation, TimelineItem } from './explanation';
import { timelineItem } from './timeline';
import { OF_NOTHING, ofConversation, ofSession } from './verdict';

/** Sessions of one conversation that are told in full. */
const SESSIONS = 20;
const TIMELINE = 500;
/** A decision is stored by the script and told by the process: the same one, if it is told so soon after. */
const SAME_WITHIN_MS = 3_000;

/** Why a conversation is, or is not, linked, and what became of a session. Reads only; no texts. Throws what ioredis throws. */
export class Explainer {
  constructor(
    private readonly settings: Settings,
    private readonly view: SessionView,
    private readonly journal: Journal,
    private readonly deadLetters: DeadLetters,
    private readonly gate: RateGate,
  ) {}

  /**
   * @param asked a conversation id, a raw session id or a session key
   * @param after cursor of an earlier explanation: the timeline holds only what is newer, and may tell a link decision of the last seconds again
   */
  async explain(asked: string, after: string | null = null): Promise<Explanation> {
    const id = asked.trim();
    const conversation = await this.view.conversation(id);
    const session = conversation ? null : await this.view.session(id);
    const linked = session?.conversationId ? await this.view.conversation(session.conversationId) : null;
    const sessions = session ? [session] : await this.sessionsOf(conversation);
    const about = conversation ?? linked;
    const [journal, dead, status] = await Promise.all([
      this.journal.of(whose(id, conversation, sessions), { after, limit: TIMELINE }),
      sessions.length > 0 ? this.deadLetters.list({ sessionKeys: sessions.map(({ sessionKey }) => sessionKey) }) : [],
      this.gate.status(),
    ]);
    const told = journal.entries.map((entry) => timelineItem(entry, this.settings)).filter((item) => item !== null);
    // Of a session, its own links: the others of its conversation are not its story.
    const decisions = this.decisionsIn(about).filter((item) => !session || item.sessionKey === session.sessionKey);
    const since = after === null ? 0 : Number(after.split('-')[0]) - SAME_WITHIN_MS;
    return {
      asked: id,
      found: conversation ? 'conversation' : session ? 'session' : 'nothing',
      ...this.verdict(conversation, session, linked, sessions, dead.length),
      paused: status.paused?.reason ?? null,
      conversation: about && { ...about, decisions: this.withReasons(about) },
      sessions,
      deadLetters: dead,
      timeline: merged(
        told,
        decisions.filter(({ at }) => at > since),
      ),
      journal: { cursor: journal.cursor, lookedBackTo: journal.lookedBackTo },
    };
  }

  private verdict(
    conversation: ConversationSight | null,
    session: SessionSight | null,
    linked: ConversationSight | null,
    sessions: SessionSight[],
    dead: number,
  ) {
    if (conversation) return ofConversation(conversation, sessions, dead, this.settings);
    return session ? ofSession(session, linked, dead, this.settings) : OF_NOTHING;
  }

  private async sessionsOf(conversation: ConversationSight | null): Promise<SessionSight[]> {
    const keys = conversation?.sessionKeys.slice(0, SESSIONS) ?? [];
    const sessions = await Promise.all(keys.map((key) => this.view.session(key)));
    return sessions.filter((session) => session !== null).sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
  }

  private withReasons(conversation: ConversationSight) {
    return conversation.decisions.map((d) => ({ ...d, why: decisionInWords(d.decision, this.settings) }));
  }

  private decisionsIn(conversation: ConversationSight | null): TimelineItem[] {
    return (conversation?.decisions ?? []).map(({ at, decision, sessionKey }) => ({
      at,
      what: 'link',
      tone: isLink(decision) ? 'good' : 'odd',
      text: capital(decisionInWords(decision, this.settings)),
      detail: '',
      sessionKey,
      conversationId: conversation?.conversationId ?? null,
      ref: null,
      partId: null,
    }));
  }
}

/** Of a conversation also what its sessions did; of an unknown id what the journal still has of it. */
function whose(id: string, conversation: ConversationSight | null, sessions: SessionSight[]) {
  const keys = conversation?.sessionKeys ?? sessions.map(({ sessionKey }) => sessionKey);
  const isSession = !conversation && sessions.length > 0;
  return { sessionKeys: keys.length > 0 ? keys : [id], conversationIds: isSession ? [] : [id] };
}

/** Newest first; a decision that the journal tells too is told once. */
function merged(told: TimelineItem[], decisions: TimelineItem[]): TimelineItem[] {
  const links = told.filter(({ what }) => what === 'link');
  const untold = decisions.filter(
    ({ at, text }) => !links.some((link) => link.text === text && Math.abs(link.at - at) < SAME_WITHIN_MS),
  );
  return [...told, ...untold].sort((a, b) => b.at - a.at);
}
