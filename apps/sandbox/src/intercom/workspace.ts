import { randomBytes } from 'node:crypto';
import type { DataConnector } from './data-connectors';
import type { Contact, Part, StoredConversation } from './model';
import { unixNow } from './model';

/** The workspace's memory. Ids grow, also over restarts, so that a service with a long memory never meets one twice. */
export class Workspace {
  readonly contacts = new Map<string, Contact>();
  readonly conversations = new Map<string, StoredConversation>();
  readonly dataConnectors: DataConnector[] = [];
  private conversationId = 213_000_000_000_000 + Date.now();
  private partId = Math.floor(Date.now() / 1000) * 21;

  nextPartId(): string {
    this.partId += 1 + Math.floor(Math.random() * 90);
    return String(this.partId);
  }

  addContact(given: Partial<Contact>): Contact {
    const contact: Contact = {
      id: randomBytes(12).toString('hex'),
      external_id: null,
      role: 'user',
      email: null,
      name: null,
      created_at: unixNow(),
      custom_attributes: {},
      mergedInto: null,
      ...given,
    };
    this.contacts.set(contact.id, contact);
    return contact;
  }

  addConversation(
    contact: Contact,
    html: string,
    customAttributes: Record<string, unknown>,
    url: string | null,
  ): StoredConversation {
    this.conversationId += 1;
    const now = unixNow();
    const conversation: StoredConversation = {
      id: String(this.conversationId),
      createdAt: now,
      updatedAt: now,
      state: 'open',
      snoozedUntil: null,
      waitingSince: now,
      source: { id: this.nextPartId(), body: html, url, redacted: false },
      contactId: contact.id,
      assigneeId: null,
      customAttributes,
      parts: [],
    };
    this.conversations.set(conversation.id, conversation);
    return conversation;
  }

  addPart(conversation: StoredConversation, given: Pick<Part, 'part_type' | 'body' | 'author'> & Partial<Part>): Part {
    const now = unixNow();
    const part: Part = {
      type: 'conversation_part',
      id: this.nextPartId(),
      created_at: now,
      updated_at: now,
      notified_at: now,
      assigned_to: null,
      attachments: [],
      external_id: null,
      redacted: false,
      metadata: {},
      email_message_metadata: null,
      state: conversation.state,
      tags: [],
      event_details: {},
      app_package_code: null,
      ...given,
    };
    conversation.parts.push(part);
    conversation.updatedAt = now;
    return part;
  }

  addDataConnector(given: Record<string, unknown>): DataConnector {
    const connector = { ...given, id: String(this.dataConnectors.length + 125) } as DataConnector;
    this.dataConnectors.push(connector);
    return connector;
  }

  clear(): void {
    this.contacts.clear();
    this.conversations.clear();
    this.dataConnectors.length = 0;
  }
}
