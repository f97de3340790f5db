import { Injectable } from '@nestjs/common';
import type { LinkDecision } from '@app/contracts';
import { emailKeyOf, userKeyOf } from '@app/redis';
import { SessionConnection } from './session.connection';
import type { Linked, LinkRequest, StateChange } from './session.types';

/** Which conversation a session has, and whether that is open. The first link of a session stays. */
@Injectable()
export class LinkStore {
  constructor(private readonly connection: SessionConnection) {}

  linkConversation(request: LinkRequest): Promise<Linked> {
    const { notificationId, conversationId, state, stateAt, sessionId, externalId, email, contactId } = request;
    const args = [
      notificationId ?? '',
      conversationId,
      state ?? '',
      stateAt,
      sessionId ? this.connection.keyOf(sessionId) : '',
      sessionId ?? '',
      userKeyOf(externalId),
      emailKeyOf(email),
      contactId,
      request.unprovenEmail ? 1 : 0,
    ];
    return this.connection.run('linkConversation', ...args);
  }

  setConversationState(change: StateChange): Promise<Linked> {
    const args = [change.notificationId ?? '', change.conversationId, change.state, change.stateAt];
    return this.connection.run('setConversationState', ...args);
  }

  /** Links by what a browser claims, where the session is that contact's: same user id, or same e-mail where one of them has no user id. */
  linkSession(
    sessionId: string,
    conversationId: string,
    contact: { externalId: string; email: string },
  ): Promise<Linked> {
    const who = [userKeyOf(contact.externalId), emailKeyOf(contact.email)];
    const how: LinkDecision = 'linked_by_browser';
    const sessionKey = this.connection.keyOf(sessionId);
    return this.connection.run('linkSession', sessionKey, conversationId, how, ...who);
  }

  /** Unix ms up to which a person's writing in this conversation was dealt with; 0: never. */
  async heardUntil(conversationId: string): Promise<number> {
    const { redis, prefix } = this.connection;
    return Number((await redis.hget(`${prefix}:c:${conversationId}`, 'heard')) ?? 0);
  }
}
