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
import { IntercomClient } from '@app/intercom';
import { FlushQueue } from '@app/queues';
import { SessionStore } from '@app/sessions';
import { Telemetry } from '@app/telemetry';
import { MissedWebhooksReader, SearchCutOff } from './missed-webhooks.reader';

const TOPIC = 'missed_webhooks';

/**
 * Links what a webhook should have linked. Goes through the conversations that were updated lately, as if each webhook came now:
 * a person's writing that was dealt with is left alone, a link that exists stays.
 */
@Injectable()
export class MissedWebhooksSearch {
  private readonly logger = new Logger('MissedWebhooks');

  constructor(
    private readonly settings: Settings,
    private readonly intercom: IntercomClient,
    private readonly reader: MissedWebhooksReader,
    private readonly sessions: SessionStore,
    private readonly flushes: FlushQueue,
    private readonly telemetry: Telemetry,
  ) {}

  /**
   * @param since Unix ms
   * @param goOn asked before each page; false ends the search
   * @throws SearchCutOff when not every conversation could be looked at
   */
  async run(since: number, stopping: AbortSignal, goOn: () => Promise<boolean>): Promise<void> {
    let startingAfter: string | undefined;
    let [seen, linked] = [0, 0];
    do {
      if (!(await goOn())) throw new SearchCutOff('another process took over');
      const page = { updatedSince: since / 1000, startingAfter };
      const body = await this.reader.read(() => this.intercom.searchConversations(page, stopping), stopping);
      if (!body) throw new SearchCutOff('the search does not exist');
      for (const item of listOf(body.conversations)) {
        seen++;
        if (await this.apply(item, since, stopping)) linked++;
      }
      const next = fieldsOf(fieldsOf(body.pages).next).starting_after;
      startingAfter = typeof next === 'string' && next !== startingAfter ? next : undefined;
    } while (startingAfter !== undefined);
    this.logger.log({ msg: TOPIC, since: new Date(since).toISOString(), seen, linked });
  }

  /** True when a session was linked. */
  private async apply(found: Fields, since: number, stopping: AbortSignal): Promise<boolean> {
    const id = idOf(found.id);
    if (!id) return false;
    const from = Math.max(since, await this.sessions.heardUntil(id));
    const item = await this.withWriter(found, id, from, stopping);
    if (writtenAt(item) > from) return this.link(item, id);
    await this.applyState(item, id);
    return false;
  }

  /** A search result has no parts: unless its first message is all that counts, the conversation itself says who wrote last. */
  private async withWriter(found: Fields, id: string, from: number, stopping: AbortSignal): Promise<Fields> {
    const told = timeOf(fieldsOf(found.statistics).last_contact_reply_at) !== null;
    if (told && writtenAt(found) <= from) return found;
    const openedAt = writtenAt({ source: found.source, created_at: found.created_at });
    if (openedAt > from && (!told || writtenAt(found) === openedAt)) return found;
    return (await this.reader.read(() => this.intercom.getConversation(id, stopping), stopping)) ?? found;
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
