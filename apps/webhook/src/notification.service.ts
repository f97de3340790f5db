import { BadRequestException, Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { identityOf } from '@app/conversations';
import type { WebhookDecision } from '@app/contracts';
import { nobody, personOf } from '@app/erasure';
import { ErasureIntake } from './erasure.intake';
import { Links } from './links';
import { type Notification, parseNotification } from './notification.parser';
import { ERASING_TOPICS, LINKING_TOPICS, STATE_TOPICS } from './topics';

export interface Handled {
  notification: Notification;
  /** The store's decision, or why there was none. */
  decision: WebhookDecision;
}

/** What a webhook, verified by now, means for sessions and conversations. */
@Injectable()
export class NotificationService {
  constructor(
    private readonly settings: Settings,
    private readonly links: Links,
    private readonly erasures: ErasureIntake,
  ) {}

  /** Resolves once the consequence is durable. Throws 400 for what is no envelope, 503 when Redis is away. */
  async handle(body: unknown): Promise<Handled> {
    const notification = parseNotification(body, this.settings.INTERCOM_SESSION_ATTRIBUTE);
    if (!notification)
      throw new BadRequestException('not an Intercom notification: expected a JSON object with a topic');
    return { notification, decision: await this.decide(notification) };
  }

  private async decide(notification: Notification): Promise<WebhookDecision> {
    const { id, appId, topic, conversationId, state, stateAt, contact, sessionAttribute } = notification;
    const expectedApp = this.settings.INTERCOM_APP_ID;
    if (expectedApp && appId !== expectedApp) return 'other_app';
    if (ERASING_TOPICS.includes(topic)) {
      const person = personOf({ contactId: contact?.id, userId: contact?.externalId });
      return nobody(person) ? 'no_contact' : this.erasures.ask(person);
    }
    const links = LINKING_TOPICS.includes(topic);
    if (!links && !STATE_TOPICS.includes(topic)) return 'unhandled_topic';
    if (!conversationId) return 'no_conversation';
    if (links) {
      const request = {
        notificationId: id,
        conversationId,
        state,
        stateAt,
        sessionId: sessionAttribute,
        contactId: contact?.id ?? '',
        ...identityOf(contact, this.settings.LINK_LEADS_BY_EMAIL),
      };
      return this.links.change((sessions) => sessions.linkConversation(request));
    }
    if (!state) return 'no_state';
    return this.links.change((sessions) =>
      sessions.setConversationState({ notificationId: id, conversationId, state, stateAt }),
    );
  }
}
