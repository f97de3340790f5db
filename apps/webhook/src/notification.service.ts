import { BadRequestException, Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { identityOf } from '@app/conversations';
import type { WebhookDecision } from '@app/contracts';
import { DeskWebhooks, type DeskNotice } from '@app/desk';
import { nobody, personOf } from '@app/erasure';
import { ErasureIntake } from './erasure.intake';
import { Links } from './links';

export interface Handled {
  notice: DeskNotice;
  /** The store's decision, or why there was none. */
  decision: WebhookDecision;
}

/** What a webhook, verified by now, means for sessions and conversations. */
@Injectable()
export class NotificationService {
  constructor(
    private readonly settings: Settings,
    private readonly webhooks: DeskWebhooks,
    private readonly links: Links,
    private readonly erasures: ErasureIntake,
  ) {}

  /** Resolves once the consequence is durable. Throws 400 for what is no envelope, 503 when Redis is away. */
  async handle(body: unknown): Promise<Handled> {
    const notice = this.webhooks.read(body);
    if (!notice) throw new BadRequestException(this.webhooks.refusals.unreadable);
    return { notice, decision: await this.decide(notice) };
  }

  private async decide(notice: DeskNotice): Promise<WebhookDecision> {
    const { id: notificationId, means, ours, conversationId, state, stateAt, contact, sessionId } = notice;
    if (!ours) return 'other_app';
    if (means === 'gone') {
      const person = personOf({ contactId: contact?.id, userId: contact?.externalId });
      return nobody(person) ? 'no_contact' : this.erasures.ask(person);
    }
    if (means === 'nothing') return 'unhandled_topic';
    if (!conversationId) return 'no_conversation';
    if (means === 'writes') {
      const request = {
        notificationId,
        conversationId,
        state,
        stateAt,
        sessionId,
        contactId: contact?.id ?? '',
        ...identityOf(contact, this.settings.LINK_LEADS_BY_EMAIL),
      };
      return this.links.change((sessions) => sessions.linkConversation(request));
    }
    if (!state) return 'no_state';
    return this.links.change((sessions) =>
      sessions.setConversationState({ notificationId, conversationId, state, stateAt }),
    );
  }
}
