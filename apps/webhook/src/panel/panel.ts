import { Inject, Injectable, Logger } from '@nestjs/common';
import { ActivityFinder, activityOf, linkDecision } from '@app/activity';
import { Settings } from '@app/config';
import type { LinkDecision } from '@app/contracts';
import { identityOf } from '@app/conversations';
import { Corrections } from '@app/corrections';
import { EffectQueues } from '@app/queues';
import { REDIS_FAST } from '@app/redis';
import { type ConversationSnapshot, FastSessions, SessionView } from '@app/sessions';
import type { Redis } from 'ioredis';
import { ANSWER_WITHIN_MS, within } from '../deadline';
import { Links } from '../links';
import type { Canvas } from './components';
import type { PanelRequest } from './panel.request';
import { awayCanvas, moreCanvas, panelCanvas } from './panel.view';

const SAID = {
  unlink: { done: 'Unlinked. Our notes of it are being redacted.', nothing: 'Nothing was linked here.' },
  mute: { done: 'Muted: nothing is posted here until it is unmuted.', nothing: 'It was muted before.' },
  unmute: { done: 'Unmuted: what waited is posted.', nothing: 'It was not muted.' },
} as const;

const RELINKED: { [decision in LinkDecision]?: string } & { unknown_session: string } = {
  linked_by_hand: 'Linked again. What waited is posted.',
  already_linked: 'It was linked before.',
  session_has_other_conversation: 'Not linked: it has another conversation by now.',
  unknown_session: 'Not linked: it is not known any more.',
};

const lastUnlinked = ({ unlinked }: ConversationSnapshot) => [...unlinked].sort((a, b) => b.at - a.at)[0];

/** The panel beside a conversation: answers from Redis, and does what its buttons say. Never throws: with Redis away it says so. */
@Injectable()
export class Panel {
  private readonly logger = new Logger('Panel');
  private readonly view: SessionView;

  constructor(
    private readonly settings: Settings,
    @Inject(REDIS_FAST) redis: Redis,
    private readonly activities: ActivityFinder,
    private readonly corrections: Corrections,
    private readonly sessions: FastSessions,
    private readonly effects: EffectQueues,
    private readonly links: Links,
  ) {
    this.view = new SessionView(redis, settings.REDIS_PREFIX, settings.productId);
  }

  async answer(request: PanelRequest): Promise<Canvas> {
    const id = request.conversationId;
    if (id === null) return panelCanvas({ activity: null, muted: false, summaryDue: false });
    try {
      return await within(ANSWER_WITHIN_MS, this.answerFor(id, request));
    } catch (error) {
      this.logger.error(`Redis: ${error instanceof Error ? error.message : String(error)}`);
      return awayCanvas();
    }
  }

  private async answerFor(id: string, request: PanelRequest): Promise<Canvas> {
    // By the client that fails at once: what is pressed while Redis is away is not to be done later, when nobody expects it any more.
    const found = await this.view.conversation(id);
    if (request.pressed === 'more') return moreCanvas(Boolean(found?.muted));
    const said = await this.press(id, request, found);
    // As it is after the press.
    return this.show(id, request, said === undefined ? found : await this.view.conversation(id), said);
  }

  /** What was pressed is done before it is shown. Returns what to say of it. */
  private async press(
    id: string,
    { pressed, admin }: PanelRequest,
    found: ConversationSnapshot | null,
  ): Promise<string | undefined> {
    const by = `admin ${admin} (panel)`;
    switch (pressed) {
      case 'unlink':
        return SAID.unlink[await this.unlink(found?.sessionKeys ?? [], id, by)];
      case 'relink':
        return this.relink(found, id, by);
      case 'mute':
        return SAID.mute[await this.corrections.mute(id, by)];
      case 'unmute':
        return SAID.unmute[await this.corrections.unmute(id, by)];
      case 'summarise':
        return this.summarise(found);
      default:
        return undefined;
    }
  }

  private async unlink(sessionKeys: string[], id: string, by: string): Promise<'done' | 'nothing'> {
    const outcomes = await Promise.all(sessionKeys.map((key) => this.corrections.unlink(key, id, by)));
    return outcomes.includes('done') ? 'done' : 'nothing';
  }

  /** What was taken out of here last, and that alone: any other session is linked by the command line or the operations page. */
  private async relink(found: ConversationSnapshot | null, id: string, by: string): Promise<string> {
    const last = found && lastUnlinked(found);
    const decision = last ? await this.corrections.link(last.sessionKey, id, by) : 'unknown_session';
    return RELINKED[decision] ?? RELINKED.unknown_session;
  }

  private async summarise(found: ConversationSnapshot | null): Promise<string> {
    const session = found && (await this.activities.sessionIn(found));
    const asked = session ? await this.sessions.summaries.summariseNow(session.sessionKey) : 'nothing';
    if (asked === 'nothing') return 'There is nothing new to summarise.';
    if (asked !== 'due') await this.effects.summarise({ sessionKey: session!.sessionKey, summary: asked.asked });
    return 'It is being written.';
  }

  /** Two round trips to Redis at a look: the conversation, and its sessions. */
  private async show(
    id: string,
    request: PanelRequest,
    found: ConversationSnapshot | null,
    said?: string,
  ): Promise<Canvas> {
    let [conversation, session] = [found, found && (await this.activities.sessionIn(found))];
    if (!session && (await this.linkByClaim(id, request))) {
      conversation = await this.view.conversation(id);
      session = conversation && (await this.activities.sessionIn(conversation));
    }
    const { REPLAY_URL_TEMPLATE: template } = this.settings;
    const decision = session ? linkDecision(conversation, session.sessionKey) : null;
    const activity = session ? activityOf(session, { template, now: Date.now(), decision }) : null;
    return panelCanvas({
      activity,
      muted: Boolean(conversation?.muted),
      summaryDue: session?.summaryDue ?? false,
      unlinked: conversation ? lastUnlinked(conversation) : undefined,
      said,
    });
  }

  /** PostHog wrote the session on the contact: believed as a browser's word is, where the session is this contact's. */
  private async linkByClaim(id: string, { claimedSession, contact }: PanelRequest): Promise<boolean> {
    if (claimedSession === null) return false;
    const who = identityOf(contact, this.settings.LINK_LEADS_BY_EMAIL);
    if (who.externalId === '' && who.email === '') return false;
    const decision = await this.links.change((links) => links.linkSession(claimedSession, id, who));
    return decision === 'linked_by_browser';
  }
}
