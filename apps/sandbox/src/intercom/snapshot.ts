import type { Contact, Part, StoredConversation } from './model';

/** A whole thread for the control API and the page; unlike Intercom's own answers it leaves no part out. */
export function snapshot(conversation: StoredConversation, contact: Contact, parts: Part[] = conversation.parts) {
  return {
    id: conversation.id,
    created_at: conversation.createdAt,
    updated_at: conversation.updatedAt,
    state: conversation.state,
    snoozed_until: conversation.snoozedUntil,
    admin_assignee_id: conversation.assigneeId,
    custom_attributes: conversation.customAttributes,
    source: conversation.source,
    contact: {
      id: contact.id,
      external_id: contact.external_id,
      role: contact.role,
      email: contact.email,
      name: contact.name,
    },
    parts,
  };
}
