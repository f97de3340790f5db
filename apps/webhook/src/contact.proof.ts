import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { type CallOptions, type CallOutcome, IntercomCalls } from '@app/intercom';
import { Settings } from '@app/config';
import { ANSWER_WITHIN_MS } from './deadline';
import { type ContactIdentity, type Fields, fieldsOf, identityOf, idOf, listOf, textOf } from '@app/conversations';

/** A conversation of more contacts than this is not looked through. */
const MAX_CONTACTS = 10;

/** Who takes part in a conversation, as Intercom itself says: a browser can claim anything. */
@Injectable()
export class ContactProof {
  constructor(
    private readonly intercom: IntercomCalls,
    private readonly settings: Settings,
  ) {}

  /**
   * One contact after the other, each read when it is asked for: those by whom a session can be theirs.
   * Throws 503 when Intercom, its budget or Redis does not allow an answer now.
   */
  async *contactsOf(conversationId: string): AsyncGenerator<ContactIdentity> {
    const conversation = await this.read((options) => this.intercom.conversation(conversationId, options));
    const contacts = listOf(fieldsOf(conversation?.contacts).contacts).slice(0, MAX_CONTACTS);
    for (const id of contacts.map((contact) => idOf(contact.id))) {
      const contact = id && (await this.read((options) => this.intercom.contact(id, options)));
      if (!contact) continue;
      const isLead = contact.role === 'lead';
      const externalId = isLead ? '' : textOf(contact.external_id);
      const email = textOf(contact.email, 320);
      const identity = identityOf({ externalId, email, isLead }, this.settings.LINK_LEADS_BY_EMAIL);
      if (identity.externalId !== '' || identity.email !== '') yield identity;
    }
  }

  /** One call within the shared budget, below all that is ours, without waiting for it; null: what was asked for does not exist. */
  private async read(call: (options: CallOptions) => Promise<CallOutcome>): Promise<Fields | null> {
    const outcome = await call({ claim: true, patienceMs: 0, turnWithinMs: ANSWER_WITHIN_MS }).catch(unavailable);
    if (outcome.did === 'answer') return fieldsOf(outcome.response.body);
    return outcome.did === 'fail' && outcome.verdict.do === 'gone' ? null : unavailable();
  }
}

function unavailable(): never {
  throw new ServiceUnavailableException('try again later');
}
