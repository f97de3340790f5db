import type { Contact, Part, StoredConversation } from './model';
import { TOKEN_OWNER } from './admins';

/** `GET /conversations/{id}` shows at most so many parts, the most recent ones. */
const SHOWN_PARTS = 500;

/** A conversation as the API answers it, with just these parts. */
export function conversationShape(
  conversation: StoredConversation,
  contact: Contact,
  parts: Part[],
  total = parts.length,
) {
  return {
    type: 'conversation',
    id: conversation.id,
    created_at: conversation.createdAt,
    updated_at: conversation.updatedAt,
    waiting_since: conversation.waitingSince,
    snoozed_until: conversation.snoozedUntil,
    source: {
      type: 'conversation',
      id: conversation.source.id,
      delivered_as: 'customer_initiated',
      subject: '',
      body: conversation.source.body,
      author: contactAuthor(contact),
      attachments: [],
      url: conversation.source.url,
      redacted: conversation.source.redacted,
    },
    contacts: {
      type: 'contact.list',
      contacts: [{ type: 'contact', id: contact.id, external_id: contact.external_id }],
    },
    first_contact_reply: { created_at: conversation.createdAt, type: 'conversation', url: conversation.source.url },
    admin_assignee_id: conversation.assigneeId === null ? null : Number(conversation.assigneeId),
    team_assignee_id: null,
    open: conversation.state === 'open',
    state: conversation.state,
    read: false,
    tags: { type: 'tag.list', tags: [] },
    priority: 'not_priority',
    sla_applied: null,
    statistics: { type: 'conversation_statistics', count_conversation_parts: conversation.parts.length + 1 },
    conversation_rating: null,
    teammates: {
      type: 'admin.list',
      admins: conversation.assigneeId === null ? [] : [{ type: 'admin', id: conversation.assigneeId }],
    },
    title: '',
    custom_attributes: { 'Has attachments': false, 'Copilot used': false, ...conversation.customAttributes },
    topics: {},
    ticket: null,
    linked_objects: { type: 'list', data: [], total_count: 0, has_more: false },
    ai_agent: null,
    ai_agent_participated: false,
    conversation_parts: { type: 'conversation_part.list', conversation_parts: parts, total_count: total },
    company: null,
  };
}

/** As `GET /conversations/{id}` shows it. */
export function wholeConversation(conversation: StoredConversation, contact: Contact) {
  return conversationShape(conversation, contact, conversation.parts.slice(-SHOWN_PARTS), conversation.parts.length);
}

/** The author of what a contact writes; an anonymous lead has an empty e-mail here. */
export function contactAuthor(contact: Contact) {
  return { type: contact.role, id: contact.id, name: contact.name, email: contact.email ?? '' };
}

export function contactShape(contact: Contact, appId: string) {
  const { mergedInto: _, ...shown } = contact;
  return {
    type: 'contact',
    workspace_id: appId,
    phone: null,
    updated_at: contact.created_at,
    signed_up_at: contact.created_at,
    last_seen_at: null,
    ...shown,
  };
}

export function meShape(appId: string) {
  return {
    type: 'admin',
    id: TOKEN_OWNER.id,
    email: TOKEN_OWNER.email,
    name: TOKEN_OWNER.name,
    email_verified: true,
    app: {
      type: 'app',
      id_code: appId,
      name: 'Northwind',
      created_at: 1671465577,
      secure: true,
      identity_verification: true,
      timezone: 'Europe/Dublin',
      region: 'US',
    },
    avatar: { type: 'avatar', image_url: null },
    has_inbox_seat: true,
  };
}
