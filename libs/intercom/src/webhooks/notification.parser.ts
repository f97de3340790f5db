import type { ConversationState } from '@app/contracts';
import { type ConversationContact, type Fields, fieldsOf, idOf, textOf, timeOf } from '@app/conversations';
import { attributeOf, contactOf, stateOf } from '../conversation';
import { topicOf } from './topics';

export interface Notification {
  /** null for `ping`, and wherever Intercom leaves it out. */
  id: string | null;
  /** The workspace; '' when missing. */
  appId: string;
  topic: string;
  /** Unix ms; 0 when missing. */
  createdAt: number;
  conversationId: string | null;
  state: ConversationState | null;
  /** Unix ms at which the conversation had that state. */
  stateAt: number;
  /** The person who wrote, or who was deleted; null when nobody can be told apart. */
  contact: ConversationContact | null;
  /** Session id from the conversation's custom attribute. */
  sessionAttribute: string | null;
}

/**
 * The item of `contact.deleted` and `contact.archived`. A lead's external id, which Intercom invents, is kept: no session has it, and it
 * says that this contact is not the user of the sessions in its conversations. An e-mail is left out: it may be another contact's too.
 */
function goneContact(item: Fields): ConversationContact | null {
  const id = idOf(item.id);
  if (!id) return null;
  const isLead = item.role === 'lead' || item.type === 'lead';
  return { id, externalId: textOf(item.external_id), email: '', isLead };
}

/**
 * Intercom's envelope, of any API version: dates as Unix seconds or ISO, anything missing. Pure, throws nothing.
 * Returns null for what is no envelope at all: no object, or no topic.
 */
export function parseNotification(body: unknown, sessionAttributeName: string): Notification | null {
  const envelope = fieldsOf(body);
  const topic = typeof envelope.topic === 'string' ? textOf(envelope.topic, 100) : '';
  if (topic === '') return null;
  const item = fieldsOf(fieldsOf(envelope.data).item);
  const isConversation = topic.startsWith('conversation.');
  const createdAt = timeOf(envelope.created_at) ?? 0;
  const contact = isConversation ? contactOf(item) : topicOf(topic)?.means === 'gone' ? goneContact(item) : null;
  return {
    id: textOf(envelope.id, 200) || null,
    appId: textOf(envelope.app_id),
    topic,
    createdAt,
    conversationId: isConversation ? (idOf(item.id) ?? idOf(item.conversation_id)) : null,
    state: isConversation ? (topicOf(topic)?.state ?? stateOf(item)) : null,
    stateAt: timeOf(item.updated_at) ?? createdAt,
    contact,
    sessionAttribute: isConversation ? attributeOf(item, sessionAttributeName) : null,
  };
}
