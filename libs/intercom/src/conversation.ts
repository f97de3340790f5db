import type { ConversationState } from '@app/contracts';
import { type ConversationContact, type Fields, fieldsOf, idOf, listOf, textOf, timeOf } from '@app/conversations';
import type { ConversationSeen } from '@app/desk';

interface Author {
  type: string;
  id: string;
  email: string;
}

interface Writing {
  /** Unix ms. */
  at: number;
  author: Author;
}

const PEOPLE = new Set(['user', 'lead', 'contact']);

const authorOf = (value: unknown): Author | null => {
  const { type, id, email } = fieldsOf(value);
  const author = { type: textOf(type), id: idOf(id) ?? '', email: textOf(email, 320) };
  return PEOPLE.has(author.type) && author.id !== '' ? author : null;
};

/** The newest part by a person. Admins, bots and teams are nobody's customer. */
const newestWriting = (item: Fields): Writing | undefined =>
  listOf(fieldsOf(item.conversation_parts).conversation_parts)
    .flatMap((part): Writing[] => {
      const author = authorOf(part.author);
      return author ? [{ at: timeOf(part.created_at) ?? 0, author }] : [];
    })
    .sort((a, b) => a.at - b.at)
    .at(-1);

/** Who wrote last, among the people: the newest part by one, else the first message. Null when nobody can be told apart. */
export function contactOf(item: Fields): ConversationContact | null {
  const contacts = listOf(fieldsOf(item.contacts).contacts);
  const firstAuthor = authorOf(fieldsOf(item.source).author);
  const writer = newestWriting(item)?.author ?? firstAuthor;
  // In a group conversation only the author says who it is; alone, the one contact is meant.
  const contact = writer
    ? contacts.find(({ id }) => idOf(id) === writer.id)
    : contacts.length === 1
      ? contacts[0]
      : undefined;
  const id = writer?.id ?? idOf(contact?.id);
  if (!id) return null;
  const isLead = writer?.type === 'lead' || contact?.role === 'lead' || contact?.type === 'lead';
  const email = writer?.email || (firstAuthor?.id === id ? firstAuthor.email : '') || textOf(contact?.email, 320);
  return { id, externalId: isLead ? '' : textOf(contact?.external_id), email, isLead };
}

/** When a person wrote last, as far as this item shows, Unix ms: its parts, its statistics, or its first message. 0: nobody wrote. */
export function writtenAt(item: Fields): number {
  const first = authorOf(fieldsOf(item.source).author) ? (timeOf(item.created_at) ?? 0) : 0;
  const told = timeOf(fieldsOf(item.statistics).last_contact_reply_at) ?? 0;
  return Math.max(newestWriting(item)?.at ?? 0, told, first);
}

export function stateOf(item: Fields): ConversationState | null {
  if (item.state === 'open' || item.state === 'closed' || item.state === 'snoozed') return item.state;
  return typeof item.open === 'boolean' ? (item.open ? 'open' : 'closed') : null;
}

/** A custom attribute of the conversation, as text. */
export function attributeOf(item: Fields, name: string): string | null {
  const attributes = fieldsOf(item.custom_attributes);
  return (Object.hasOwn(attributes, name) && textOf(attributes[name])) || null;
}

/** What an answer, or an item of a list, shows of a conversation. */
export function conversationSeen(id: string, item: unknown, sessionAttribute: string): ConversationSeen {
  const fields = fieldsOf(item);
  return {
    id,
    state: stateOf(fields),
    updatedAt: timeOf(fields.updated_at),
    contact: contactOf(fields),
    contactIds: listOf(fieldsOf(fields.contacts).contacts).flatMap((contact) => idOf(contact.id) ?? []),
    openedAt: writtenAt({ source: fields.source, created_at: fields.created_at }),
    writtenAt: writtenAt(fields),
    repliesTold: timeOf(fieldsOf(fields.statistics).last_contact_reply_at) !== null,
    sessionId: attributeOf(fields, sessionAttribute),
  };
}

/** A contact as the API shows it; Intercom invents the external ids of leads. */
export function contactByApi(id: string, body: unknown): ConversationContact {
  const { role, external_id, email } = fieldsOf(body);
  const isLead = role === 'lead';
  return { id, externalId: isLead ? '' : textOf(external_id), email: textOf(email, 320), isLead };
}
