import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { decide, IntercomClient, IntercomError, type IntercomResponse, RateGate } from '@app/intercom';
import { Settings } from '@app/config';
import { ANSWER_WITHIN_MS, within } from './deadline';
import { type ContactIdentity, type Fields, fieldsOf, identityOf, idOf, listOf, textOf } from '@app/conversations';

/** A conversation of more contacts than this is not looked through. */
const MAX_CONTACTS = 10;

/** Who takes part in a conversation, as Intercom itself says: a browser can claim anything. */
@Injectable()
export class ContactProof {
  constructor(
    private readonly intercom: IntercomClient,
    private readonly gate: RateGate,
    private readonly settings: Settings,
  ) {}

  /**
   * One contact after the other, each read when it is asked for: those by whom a session can be theirs.
   * Throws 503 when Intercom, its budget or Redis does not allow an answer now.
   */
  async *contactsOf(conversationId: string): AsyncGenerator<ContactIdentity> {
    const conversation = await this.read(() => this.intercom.getConversation(conversationId));
    const contacts = listOf(fieldsOf(conversation?.contacts).contacts).slice(0, MAX_CONTACTS);
    for (const id of contacts.map((contact) => idOf(contact.id))) {
      const contact = id && (await this.read(() => this.intercom.getContact(id)));
      if (!contact) continue;
      const isLead = contact.role === 'lead';
      const externalId = isLead ? '' : textOf(contact.external_id);
      const email = textOf(contact.email, 320);
      const identity = identityOf({ externalId, email, isLead }, this.settings.LINK_LEADS_BY_EMAIL);
      if (identity.externalId !== '' || identity.email !== '') yield identity;
    }
  }

  /** One call within the shared budget; null: what was asked for does not exist. */
  private async read(call: () => Promise<IntercomResponse>): Promise<Fields | null> {
    const turn = await within(ANSWER_WITHIN_MS, this.gate.take('read')).catch(unavailable);
    if (!turn.ok) return unavailable();
    try {
      const { body, rate } = await call();
      if (turn.probe) await this.gate.resume();
      if (rate) await this.gate.observe(rate);
      return fieldsOf(body);
    } catch (error) {
      if (!(error instanceof IntercomError)) throw error;
      const decision = decide('read', error, 0);
      if (decision.do === 'wait') await this.gate.ban(Date.now() + decision.ms, decision.reason);
      // Reading contacts may be refused where writing notes is not: only a refused token stops everybody.
      if (decision.do === 'pause' && error.status === 401) await this.gate.pause(decision.reason);
      else if (decision.do === 'pause' && turn.probe) await this.gate.pause(decision.reason, 'read');
      return error.status === 404 && decision.do !== 'pause' ? null : unavailable();
    }
  }
}

function unavailable(): never {
  throw new ServiceUnavailableException('try again later');
}
