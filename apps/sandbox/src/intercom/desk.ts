import type { ConversationState, IntercomAuthor } from '@app/contracts';
import type { Feed } from '../feed';
import type { Webhooks } from '../webhooks/webhooks';
import { adminOf } from './admins';
import { keptHtml, typedHtml } from './bodies';
import { type Contact, type Part, type StoredConversation, TOMBSTONE, unixNow } from './model';
import { contactAuthor } from './shapes';
import { snapshot } from './snapshot';
import type { Workspace } from './workspace';

export interface Opening {
  contact: Contact;
  /** What the customer typed, as text. */
  body: string;
  customAttributes?: Record<string, unknown>;
  url?: string | null;
}

const STATE_PARTS = { closed: 'close', snoozed: 'snoozed', open: 'open' } as const;

/** Everything that people do in the inbox: each act changes the workspace, tells the feed and, if asked, fires the webhook. */
export class Desk {
  constructor(
    readonly workspace: Workspace,
    private readonly webhooks: Webhooks,
    private readonly feed: Feed,
  ) {}

  contactOf(conversation: StoredConversation): Contact {
    const contact = this.workspace.contacts.get(conversation.contactId);
    return (
      contact ?? {
        id: conversation.contactId,
        external_id: null,
        role: 'user',
        email: null,
        name: null,
        created_at: 0,
        custom_attributes: {},
        mergedInto: null,
      }
    );
  }

  open(opening: Opening, webhook = true): StoredConversation {
    const { contact, body, customAttributes, url } = opening;
    const conversation = this.workspace.addConversation(contact, typedHtml(body), customAttributes ?? {}, url ?? null);
    this.tellState(conversation);
    if (webhook) this.webhooks.conversation('conversation.user.created', conversation, contact, []);
    return conversation;
  }

  /** The customer writes: whatever the conversation was, it is open now. */
  contactReplies(conversation: StoredConversation, text: string, webhook = true): Part {
    const contact = this.contactOf(conversation);
    this.setState(conversation, 'open');
    conversation.waitingSince ??= unixNow();
    const author = { ...contactAuthor(contact), from_ai_agent: false, is_ai_answer: false };
    const part = this.say(conversation, 'comment', typedHtml(text), author);
    if (webhook) this.webhooks.conversation('conversation.user.replied', conversation, contact, [part]);
    return part;
  }

  /** A note or a comment by a team mate, HTML. A note wakes a snoozed conversation and leaves a closed one closed. */
  adminWrites(
    conversation: StoredConversation,
    kind: 'note' | 'comment',
    html: string,
    adminId: string,
    keepSnoozed = false,
  ): Part {
    const part = this.say(conversation, kind, keptHtml(html), adminAuthor(adminId));
    if (kind === 'comment') conversation.waitingSince = null;
    if (conversation.state === 'snoozed' && !keepSnoozed) this.adminMoves(conversation, 'unsnoozed', adminId);
    return part;
  }

  /** Closes, snoozes, wakes or opens, and fires the topic of the same name. `until` is in Unix seconds. */
  adminMoves(
    conversation: StoredConversation,
    move: 'closed' | 'snoozed' | 'unsnoozed' | 'opened',
    adminId: string,
    options: { webhook?: boolean; until?: number } = {},
  ): Part {
    const state: ConversationState = move === 'closed' || move === 'snoozed' ? move : 'open';
    this.setState(conversation, state);
    if (state === 'snoozed') conversation.snoozedUntil = options.until ?? unixNow() + 86_400;
    const part = this.say(
      conversation,
      move === 'unsnoozed' ? 'unsnoozed' : STATE_PARTS[state],
      null,
      adminAuthor(adminId),
    );
    if (options.webhook ?? true)
      this.webhooks.conversation(`conversation.admin.${move}`, conversation, this.contactOf(conversation), [part]);
    return part;
  }

  /** Blanks a part for ever. False: it has no body, or is a tombstone already. */
  redact(conversation: StoredConversation, part: Part): boolean {
    if (part.redacted || part.body === null) return false;
    part.body = TOMBSTONE;
    part.redacted = true;
    part.updated_at = unixNow();
    conversation.updatedAt = part.updated_at;
    this.feed.tell('redaction', { conversationId: conversation.id, part: { ...part } });
    return true;
  }

  /** Blanks what the customer wrote first. */
  redactSource(conversation: StoredConversation): boolean {
    if (conversation.source.redacted || conversation.source.body === null) return false;
    conversation.source.body = TOMBSTONE;
    conversation.source.redacted = true;
    conversation.updatedAt = unixNow();
    this.tellState(conversation);
    return true;
  }

  remove(conversation: StoredConversation, webhook: boolean): void {
    this.workspace.conversations.delete(conversation.id);
    this.feed.tell('removed', { conversationId: conversation.id });
    if (webhook) this.webhooks.send('conversation.deleted', { type: 'conversation', conversation_id: conversation.id });
  }

  removeContact(contact: Contact, webhook: boolean): void {
    this.workspace.contacts.delete(contact.id);
    const { id, external_id } = contact;
    if (webhook) this.webhooks.send('contact.deleted', { id, external_id, type: 'contact', deleted: true });
  }

  /** Intercom's description does not say what is sent for the contact that is merged away: `topic` decides. */
  mergeContact(contact: Contact, into: Contact, topic: string | null): void {
    contact.mergedInto = into.id;
    for (const conversation of this.workspace.conversations.values()) {
      if (conversation.contactId === contact.id) conversation.contactId = into.id;
    }
    const { id, external_id } = contact;
    if (topic) this.webhooks.send(topic, { id, external_id, type: 'contact' });
  }

  archiveContact({ id, external_id }: Contact): void {
    this.webhooks.send('contact.archived', { id, external_id, type: 'contact', archived: true });
  }

  /** Intercom learns who a contact is: their conversations show it. */
  introduce(contact: Contact, facts: Partial<Contact>): void {
    Object.assign(contact, facts);
    for (const conversation of this.workspace.conversations.values())
      if (conversation.contactId === contact.id) this.tellState(conversation);
  }

  /** The conversation is another contact's from now on: a lead turned out to be somebody who is known. */
  handOver(conversation: StoredConversation, contact: Contact): void {
    conversation.contactId = contact.id;
    this.tellState(conversation);
  }

  private say(conversation: StoredConversation, kind: string, body: string | null, author: IntercomAuthor): Part {
    const part = this.workspace.addPart(conversation, { part_type: kind, body, author });
    this.feed.tell('part', { conversationId: conversation.id, part: { ...part } });
    return part;
  }

  private setState(conversation: StoredConversation, state: ConversationState): void {
    if (state === conversation.state) return;
    conversation.state = state;
    conversation.updatedAt = unixNow();
    if (state !== 'snoozed') conversation.snoozedUntil = null;
    this.tellState(conversation);
  }

  private tellState(conversation: StoredConversation): void {
    this.feed.tell('conversation', { conversation: snapshot(conversation, this.contactOf(conversation), []) });
  }
}

function adminAuthor(adminId: string): IntercomAuthor {
  const { id, name, email } = adminOf(adminId);
  return { id, type: 'admin', name, email };
}
