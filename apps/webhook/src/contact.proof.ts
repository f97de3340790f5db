import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { Settings } from '@app/config';
import { type ContactIdentity, identityOf } from '@app/conversations';
import { type CallOptions, type CallOutcome, DeskCalls } from '@app/desk';
import { ANSWER_WITHIN_MS } from './deadline';

/** A conversation of more contacts than this is not looked through. */
const MAX_CONTACTS = 10;

/** Who takes part in a conversation, as the desk itself says: a browser can claim anything. */
@Injectable()
export class ContactProof {
  constructor(
    private readonly desk: DeskCalls,
    private readonly settings: Settings,
  ) {}

  /**
   * One contact after the other, each read when it is asked for: those by whom a session can be theirs.
   * Throws 503 when the desk, its budget or Redis does not allow an answer now.
   */
  async *contactsOf(conversationId: string): AsyncGenerator<ContactIdentity> {
    const conversation = await this.read((options) => this.desk.conversation(conversationId, options));
    for (const id of conversation?.contactIds.slice(0, MAX_CONTACTS) ?? []) {
      const contact = await this.read((options) => this.desk.contact(id, options));
      if (!contact) continue;
      const identity = identityOf(contact, this.settings.LINK_LEADS_BY_EMAIL);
      if (identity.externalId !== '' || identity.email !== '') yield identity;
    }
  }

  /** One call within the shared budget, below all that is ours, without waiting for it; null: what was asked for does not exist, or cannot be read here. */
  private async read<T>(call: (options: CallOptions) => Promise<CallOutcome<T>>): Promise<T | null> {
    if (!this.desk.offers('readConversation')) return null;
    const outcome = await call({ claim: true, patienceMs: 0, turnWithinMs: ANSWER_WITHIN_MS }).catch(unavailable);
    if (outcome.did === 'answer') return outcome.value;
    return outcome.did === 'fail' && outcome.verdict.do === 'gone' ? null : unavailable();
  }
}

function unavailable(): never {
  throw new ServiceUnavailableException('try again later');
}
