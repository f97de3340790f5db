import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '@app/config';
import {
  attributeOf,
  contactOf,
  identityOf,
  type Fields,
  fieldsOf,
  idOf,
  listOf,
  stateOf,
  timeOf,
  writtenAt,
} from '@app/conversations';
import { type CallOutcome, IntercomCalls } from '@app/intercom';
import { FlushQueue } from '@app/queues';
import { SessionStore } from '@app/sessions';
import { Telemetry } from '@app/telemetry';

/** Intercom cannot be asked now; the search is made again later. */
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
/** Intercom's times are whole seconds, and its clock is not ours: so long after an update another one has another time. */
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
    private readonly intercom: IntercomCalls,
    private readonly sessions: SessionStore,
    private readonly flushes: FlushQueue,
    private readonly telemetry: Telemetry,
  ) {}

  /**
   * @param since Unix ms
   * @throws SearchCutOff when not every conversation could be looked at; what was looked at is remembered
   */
  async run(since: number, stopping: AbortSignal, memory: SearchMemory): Promise<void> {
    const search: Search = { since, stopping, memory };
    let startingAfter: string | undefined;
    let [seen, linked] = [0, 0];
    do {
      const page = { updatedSince: since / 1000, startingAfter };
      const body = await this.read((options) => this.intercom.search(page, options), search);
      if (!body) throw new SearchCutOff('the search does not exist');
      for (const item of listOf(body.conversations)) {
        seen++;
        if (await this.apply(item, search)) linked++;
      }
      const next = fieldsOf(fieldsOf(body.pages).next).starting_after;
      startingAfter = typeof next === 'string' && next !== startingAfter ? next : undefined;
    } while (startingAfter !== undefined);
    this.logger.log({ msg: TOPIC, since: new Date(since).toISOString(), seen, linked });
  }

  /** True when a session was linked. */
  private async apply(found: Fields, search: Search): Promise<boolean> {
    const id = idOf(found.id);
    if (!id) return false;
    const from = Math.max(search.since, await this.sessions.heardUntil(id));
    const item = await this.withWriter(found, id, from, search);
    if (writtenAt(item) > from) return this.link(item, id);
    await this.applyState(item, id);
    return false;
  }

  /**
   * A search result has no parts: unless its first message is all that counts, the conversation itself says who wrote last. One in which
   * no person wrote is read once, and again only when it was updated.
   */
  private async withWriter(found: Fields, id: string, from: number, search: Search): Promise<Fields> {
    const told = timeOf(fieldsOf(found.statistics).last_contact_reply_at) !== null;
    if (told && writtenAt(found) <= from) return found;
    const openedAt = writtenAt({ source: found.source, created_at: found.created_at });
    if (openedAt > from && (!told || writtenAt(found) === openedAt)) return found;
    const updatedAt = timeOf(found.updated_at) ?? 0;
    if (await search.memory.knows(id, updatedAt)) return found;
    const whole = (await this.read((options) => this.intercom.conversation(id, options), search)) ?? found;
    const settled = updatedAt < Date.now() - SAME_SECOND_MS;
    if (settled && writtenAt(whole) <= from) await search.memory.remember(id, updatedAt);
    return whole;
  }

  /** One call of the search, for as long as it is this process' turn. Null: what was asked for does not exist. */
  private async read(
    call: (options: { stopping: AbortSignal; abort: AbortSignal }) => Promise<CallOutcome>,
    { stopping, memory }: Search,
  ): Promise<Fields | null> {
    if (!(await memory.goOn())) throw new SearchCutOff('another process took over');
    const outcome = await call({ stopping, abort: stopping });
    if (outcome.did === 'answer') return outcome.response.body;
    if (outcome.did === 'fail' && outcome.verdict.do === 'gone') return null;
    const reason =
      outcome.did === 'cancel' ? 'cancelled' : outcome.did === 'defer' ? outcome.reason : outcome.verdict.reason;
    throw new SearchCutOff(reason);
  }

  private async link(item: Fields, conversationId: string): Promise<boolean> {
    const started = performance.now();
    const contact = contactOf(item);
    const request = {
      notificationId: null,
      conversationId,
      state: stateOf(item),
      stateAt: timeOf(item.updated_at) ?? Date.now(),
      sessionId: attributeOf(item, this.settings.INTERCOM_SESSION_ATTRIBUTE),
      contactId: contact?.id ?? '',
      ...identityOf(contact, this.settings.LINK_LEADS_BY_EMAIL),
    };
    const { decision, opened } = await this.sessions.linkConversation(request);
    await this.flushes.open(opened);
    const ms = Math.round(performance.now() - started);
    this.telemetry.record({ what: 'link', topic: TOPIC, notificationId: null, conversationId, decision, ms });
    return decision.startsWith('linked');
  }

  private async applyState(item: Fields, conversationId: string): Promise<void> {
    const state = stateOf(item);
    const stateAt = timeOf(item.updated_at);
    if (!state || stateAt === null) return;
    const change = { notificationId: null, conversationId, state, stateAt };
    await this.flushes.open((await this.sessions.setConversationState(change)).opened);
  }
}
