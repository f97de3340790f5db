import type { ConversationState } from '@app/contracts';
import { type Fields, fieldsOf, idOf, listOf, textOf, timeOf } from './intercom.fields';

export interface NotificationContact {
  /** Intercom's contact id. */
  id: string;
  /** Your user id; '' when unknown and for leads, whose external ids Intercom invents. */
  externalId: string;
  /** '' when unknown. */
  email: string;
}

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
  /** The person who wrote; null when nobody can be told apart. */
  contact: NotificationContact | null;
  /** Session id from the conversation's custom attribute. */
  sessionAttribute: string | null;
}

interface Author {
  type: string;
  id: string;
  email: string;
}

const PEOPLE = new Set(['user', 'lead', 'contact']);

const authorOf = (value: unknown): Author | null => {
  const { type, id, email } = fieldsOf(value);
  const author = { type: textOf(type), id: idOf(id) ?? '', email: textOf(email, 320) };
  return PEOPLE.has(author.type) && author.id !== '' ? author : null;
};

/** Who wrote last, among the people: the newest part by one, else the first message. Admins, bots and teams are nobody's customer. */
function writerOf(item: Fields): Author | null {
  const parts = listOf(fieldsOf(item.conversation_parts).conversation_parts)
    .map((part) => ({ at: timeOf(part.created_at) ?? 0, author: authorOf(part.author) }))
    .filter((part) => part.author !== null)
    .sort((a, b) => a.at - b.at);
  return parts.at(-1)?.author ?? authorOf(fieldsOf(item.source).author);
}

function contactOf(item: Fields): NotificationContact | null {
  const contacts = listOf(fieldsOf(item.contacts).contacts);
  const writer = writerOf(item);
  // In a group conversation only the author says who it is; alone, the one contact is meant.
  const contact = writer
    ? contacts.find(({ id }) => idOf(id) === writer.id)
    : contacts.length === 1
      ? contacts[0]
      : undefined;
  const id = writer?.id ?? idOf(contact?.id);
  if (!id) return null;
  const isLead = writer?.type === 'lead' || contact?.role === 'lead' || contact?.type === 'lead';
  const firstAuthor = authorOf(fieldsOf(item.source).author);
  const email = writer?.email || (firstAuthor?.id === id ? firstAuthor.email : '') || textOf(contact?.email, 320);
  return { id, externalId: isLead ? '' : textOf(contact?.external_id), email };
}

const STATE_BY_TOPIC: Record<string, ConversationState> = {
  'conversation.admin.closed': 'closed',
  'conversation.admin.snoozed': 'snoozed',
  'conversation.admin.unsnoozed': 'open',
  'conversation.admin.opened': 'open',
  // Who writes opens the conversation, whatever it was when Intercom wrote this down.
  'conversation.user.replied': 'open',
};

function stateOf(topic: string, item: Fields): ConversationState | null {
  const said = Object.hasOwn(STATE_BY_TOPIC, topic) ? STATE_BY_TOPIC[topic] : undefined;
  if (said) return said;
  if (item.state === 'open' || item.state === 'closed' || item.state === 'snoozed') return item.state;
  return typeof item.open === 'boolean' ? (item.open ? 'open' : 'closed') : null;
}

function attributeOf(item: Fields, name: string): string | null {
  const attributes = fieldsOf(item.custom_attributes);
  return (Object.hasOwn(attributes, name) && textOf(attributes[name])) || null;
}

/**
 * Intercom's envelope, of any API version: dates as Unix seconds or ISO, anything missing. Pure, throws nothing.
 * Returns null for what is no envelope at all: no object, or no topic.
 */
export function parseNotification(body: unknown, sessionAttributeName: string): Notification | null {
  const envelope = fieldsOf(body);
  const topic = textOf(envelope.topic, 100);
  if (topic === '') return null;
  const item = fieldsOf(fieldsOf(envelope.data).item);
  const isConversation = topic.startsWith('conversation.');
  const createdAt = timeOf(envelope.created_at) ?? 0;
  return {
    id: textOf(envelope.id, 200) || null,
    appId: textOf(envelope.app_id),
    topic,
    createdAt,
    conversationId: isConversation ? (idOf(item.id) ?? idOf(item.conversation_id)) : null,
    state: isConversation ? stateOf(topic, item) : null,
    stateAt: timeOf(item.updated_at) ?? createdAt,
    contact: isConversation ? contactOf(item) : null,
    sessionAttribute: isConversation ? attributeOf(item, sessionAttributeName) : null,
  };
}
