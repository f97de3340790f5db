import { BadRequestException, Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { nobody, personOf } from '@app/erasure';
import { ErasureIntake } from './erasure.intake';
import { Links } from './links';
import { type Notification, parseNotification } from './notification.parser';
import { ERASING_TOPIC, LINKING_TOPICS, STATE_TOPICS } from './topics';

/** Decisions that are not the store's: nothing was changed. */
export type Ignored = 'other_app' | 'unhandled_topic' | 'no_conversation' | 'no_state' | 'no_contact';

export interface Handled {
  notification: Notification;
  /** The store's decision, or why there was none. */
  decision: string;
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

  private async decide(notification: Notification): Promise<string | Ignored> {
    const { id, appId, topic, conversationId, state, stateAt, contact, sessionAttribute } = notification;
    const expectedApp = this.settings.INTERCOM_APP_ID;
    if (expectedApp && appId !== expectedApp) return 'other_app';
    if (topic === ERASING_TOPIC) {
      const person = personOf({ contactId: contact?.id, userId: contact?.externalId });
      return nobody(person) ? 'no_contact' : this.erasures.ask(person);
    }
    const links = LINKING_TOPICS.includes(topic);
    if (!links && !STATE_TOPICS.includes(topic)) return 'unhandled_topic';
    if (!conversationId) return 'no_conversation';
    if (links) {
      const { externalId = '', email = '', id: contactId = '' } = contact ?? {};
      const request = {
        notificationId: id,
        conversationId,
        state,
        stateAt,
        sessionId: sessionAttribute,
        externalId,
        email,
        contactId,
      };
      return this.links.change((sessions) => sessions.linkConversation(request));
    }
    if (!state) return 'no_state';
    return this.links.change((sessions) =>
      sessions.setConversationState({ notificationId: id, conversationId, state, stateAt }),
    );
  }
}
