import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { decide, IntercomClient, IntercomError, type IntercomResponse, RateGate } from '@app/intercom';
import { FastSessionStore } from '@app/sessions';
import { ANSWER_WITHIN_MS, within } from './deadline';
import { type Fields, fieldsOf, idOf, listOf, textOf } from '@app/conversations';

/** A conversation of more contacts than this is not looked through. */
const MAX_CONTACTS = 10;

/** Whether a session's user takes part in a conversation, as Intercom itself says: a browser can claim anything. */
@Injectable()
export class ContactProof {
  constructor(
    private readonly intercom: IntercomClient,
    private readonly gate: RateGate,
    private readonly sessions: FastSessionStore,
  ) {}

  /** Rejects with 503 when Intercom, its budget or Redis does not allow an answer now. */
  async holds(sessionId: string, conversationId: string): Promise<boolean> {
    const conversation = await this.read(() => this.intercom.getConversation(conversationId));
    const contacts = listOf(fieldsOf(conversation?.contacts).contacts).slice(0, MAX_CONTACTS);
    for (const id of contacts.map((contact) => idOf(contact.id))) {
      const contact = id && (await this.read(() => this.intercom.getContact(id)));
      if (contact && (await this.isUserOf(sessionId, contact))) return true;
    }
    return false;
  }

  private async isUserOf(sessionId: string, contact: Fields): Promise<boolean> {
    const externalId = contact.role === 'lead' ? '' : textOf(contact.external_id);
    const identity = { externalId, email: textOf(contact.email, 320) };
    if (identity.externalId === '' && identity.email === '') return false;
    return within(ANSWER_WITHIN_MS, this.sessions.belongsTo(sessionId, identity)).catch(unavailable);
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
