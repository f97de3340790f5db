import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '@app/config';
import { identityOf } from '@app/conversations';
import { type CallOutcome, type ConversationPage, type ConversationSeen, DeskCalls } from '@app/desk';
import { FlushQueue } from '@app/queues';
import { LinkStore } from '@app/sessions';
import { Telemetry } from '@app/telemetry';

/** The desk cannot be asked now; the search is made again later. */
export class SearchCutOff extends Error {}

/** What a search asks of what all processes share about it. */
export interface SearchMemory {
  /** Keeps the turn to search; false: another process has it. */
  goOn(): Promise<boolean>;
  /** Whether a conversation was looked at as it was updated then (Unix ms), and nothing was to be done. */
  knows(conversationId: string, updatedAt: number): Promise<boolean>;
  remember(conversationId: string, updatedAt: number): Promise<void>;
}

const TOPIC = 'missed_webhooks';
/** A desk's times may be whole seconds, and its clock is not ours: so long after an update another one has another time. */
const SAME_SECOND_MS = 10_000;

interface Search {
  since: number;
  stopping: AbortSignal;
  memory: SearchMemory;
}

/**
 * Links what a webhook should have linked. Goes through the conversations that were updated lately, as if each webhook came now:
 * a person's writing that was dealt with is left alone, a link that exists stays.
 */
@Injectable()
export class MissedWebhooksSearch {
  private readonly logger = new Logger('MissedWebhooks');

  constructor(
    private readonly settings: Settings,
    private readonly desk: DeskCalls,
    private readonly links: LinkStore,
    private readonly flushes: FlushQueue,
    private readonly telemetry: Telemetry,
  ) {}

  /**
   * Nothing where the desk cannot be searched.
   * @param since Unix ms
   * @throws SearchCutOff when not every conversation could be looked at; what was looked at is remembered
   */
  async run(since: number, stopping: AbortSignal, memory: SearchMemory): Promise<void> {
    if (!this.desk.offers('changedSince')) return;
    const search: Search = { since, stopping, memory };
    let cursor: string | null = null;
    let [seen, linked] = [0, 0];
    do {
      const from: string | null = cursor;
      const page: ConversationPage | null = await this.read(
        (options) => this.desk.changedSince(since, from, options),
        search,
      );
      if (!page) throw new SearchCutOff('the search does not exist');
      for (const item of page.items) {
        seen++;
        if (await this.apply(item, search)) linked++;
      }
      cursor = page.next === from ? null : page.next;
    } while (cursor !== null);
    this.logger.log({ msg: TOPIC, since: new Date(since).toISOString(), seen, linked });
  }

  /** True when a session was linked. */
  private async apply(found: ConversationSeen, search: Search): Promise<boolean> {
    const from = Math.max(search.since, await this.links.heardUntil(found.id));
    const item = await this.withWriter(found, from, search);
    if (item.writtenAt > from) return this.link(item);
    await this.applyState(item);
    return false;
  }

  /**
   * A list may show no replies: unless its first message is all that counts, the conversation itself says who wrote last. One in which
   * no person wrote is read once, and again only when it was updated.
   */
  private async withWriter(found: ConversationSeen, from: number, search: Search): Promise<ConversationSeen> {
    const { id, repliesTold, writtenAt, openedAt } = found;
    if (repliesTold && writtenAt <= from) return found;
    if (openedAt > from && (!repliesTold || writtenAt === openedAt)) return found;
    const updatedAt = found.updatedAt ?? 0;
    if (await search.memory.knows(id, updatedAt)) return found;
    const whole = (await this.read((options) => this.desk.conversation(id, options), search)) ?? found;
    const settled = updatedAt < Date.now() - SAME_SECOND_MS;
    if (settled && whole.writtenAt <= from) await search.memory.remember(id, updatedAt);
    return whole;
  }

  /** One call of the search, for as long as it is this process' turn. Null: what was asked for does not exist. */
  private async read<T>(
    call: (options: { stopping: AbortSignal; abort: AbortSignal }) => Promise<CallOutcome<T>>,
    { stopping, memory }: Search,
  ): Promise<T | null> {
    if (!(await memory.goOn())) throw new SearchCutOff('another process took over');
    const outcome = await call({ stopping, abort: stopping });
    if (outcome.did === 'answer') return outcome.value;
    if (outcome.did === 'fail' && outcome.verdict.do === 'gone') return null;
    const reason =
      outcome.did === 'cancel' ? 'cancelled' : outcome.did === 'defer' ? outcome.reason : outcome.verdict.reason;
    throw new SearchCutOff(reason);
  }

  private async link({ id: conversationId, contact, state, sessionId, updatedAt }: ConversationSeen): Promise<boolean> {
    const started = performance.now();
    const request = {
      notificationId: null,
      conversationId,
      state,
      stateAt: updatedAt ?? Date.now(),
      sessionId,
      contactId: contact?.id ?? '',
      ...identityOf(contact, this.settings.LINK_LEADS_BY_EMAIL),
    };
    const { decision, opened } = await this.links.linkConversation(request);
    await this.flushes.open(opened);
    const ms = Math.round(performance.now() - started);
    this.telemetry.record({ what: 'link', topic: TOPIC, notificationId: null, conversationId, decision, ms });
    return decision.startsWith('linked');
  }

  private async applyState({ id: conversationId, state, updatedAt: stateAt }: ConversationSeen): Promise<void> {
    if (!state || stateAt === null) return;
    const change = { notificationId: null, conversationId, state, stateAt };
    await this.flushes.open((await this.links.setConversationState(change)).opened);
  }
}
