import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { isLink } from '@app/contracts';
import { RateGate } from '@app/desk';
import { Journal } from '@app/journal';
import { type ConversationSnapshot, type DeadLetterSnapshot, type SessionSnapshot, SessionView } from '@app/sessions';
import { DeadLetters } from './dead.letters';
import { capital, decisionInWords } from './decisions';
import type { Explanation, TimelineItem } from './explanation';
import { timelineItem } from './timeline';
import { OF_NOTHING, ofConversation, ofSessions } from './verdict';

/** Sessions of one conversation that are told in full. */
const SESSIONS = 20;
const TIMELINE = 500;
/** A decision is stored by the script and told by the process: the same one, if it is told so soon after. */
const SAME_WITHIN_MS = 3_000;

/** Why a conversation is, or is not, linked, and what became of a session. Reads only; no texts. Throws what ioredis throws. */
@Injectable()
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
    // A session id that several users had in turn is several sessions, the last active first.
    const parts = conversation ? [] : await this.view.sessionsOf(id);
    const linked = await this.conversationsOf(parts);
    const sessions = conversation ? await this.sessionsOf(conversation) : parts;
    const about = conversation ?? linked.find((each) => each.conversationId === parts[0]?.conversationId) ?? null;
    const [journal, dead, status] = await Promise.all([
      this.journal.of(whose(id, conversation, sessions), { after, limit: TIMELINE }),
      sessions.length > 0 ? this.deadLetters.of(sessions.map(({ sessionKey }) => sessionKey)) : [],
      this.gate.status(),
    ]);
    const told = journal.entries.map((entry) => timelineItem(entry, this.settings)).filter((item) => item !== null);
    const keys = new Set<string | null>(parts.map(({ sessionKey }) => sessionKey));
    // Of a session, its own links: the others of its conversation are not its story.
    const decisions = conversation
      ? this.decisionsIn(conversation)
      : linked.flatMap((each) => this.decisionsIn(each)).filter((item) => keys.has(item.sessionKey));
    const since = after === null ? 0 : Number(after.split('-')[0]) - SAME_WITHIN_MS;
    return {
      asked: id,
      found: conversation ? 'conversation' : parts.length > 0 ? 'session' : 'nothing',
      ...this.verdict(conversation, about, sessions, dead),
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
    conversation: ConversationSnapshot | null,
    linked: ConversationSnapshot | null,
    sessions: SessionSnapshot[],
    dead: DeadLetterSnapshot[],
  ) {
    if (conversation) return ofConversation(conversation, sessions, dead.length, this.settings);
    return sessions.length > 0 ? ofSessions(sessions, linked, dead, this.settings) : OF_NOTHING;
  }

  private async conversationsOf(sessions: SessionSnapshot[]): Promise<ConversationSnapshot[]> {
    const ids = new Set(sessions.flatMap(({ conversationId }) => conversationId ?? []));
    const found = await Promise.all([...ids].map((id) => this.view.conversation(id)));
    return found.filter((conversation) => conversation !== null);
  }

  private async sessionsOf(conversation: ConversationSnapshot): Promise<SessionSnapshot[]> {
    const keys = conversation.sessionKeys.slice(0, SESSIONS);
    const sessions = await Promise.all(keys.map((key) => this.view.session(key)));
    return sessions.filter((session) => session !== null).sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0));
  }

  private withReasons(conversation: ConversationSnapshot) {
    return conversation.decisions.map((d) => ({ ...d, why: decisionInWords(d.decision, this.settings) }));
  }

  private decisionsIn(conversation: ConversationSnapshot | null): TimelineItem[] {
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
function whose(id: string, conversation: ConversationSnapshot | null, sessions: SessionSnapshot[]) {
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
