import { type ConversationContact, type Fields, fieldsOf, idOf, listOf } from '@app/conversations';
import type { ConversationPage, ConversationSeen, Desk, FoundNote, NoteBody, Operation, Seen } from '@app/desk';
import type { SoughtNote } from '@app/desk';
import { contactByApi, conversationSeen } from './conversation';
import { deskErrorOf } from './desk.error';
import type { IntercomClient, IntercomResponse } from './intercom.client';
import { IntercomError } from './intercom.error';
import { findNote } from './note-finder';

export interface IntercomDeskOptions {
  /** Whose notes are ours. */
  adminId: string;
  /** The custom attribute of a conversation that holds a session id. */
  sessionAttribute: string;
  /** Whether there is a token to call with. */
  configured: boolean;
}

/** Intercom as a desk: what its answers hold, and what its refusals mean. */
export class IntercomDesk implements Desk {
  constructor(
    private readonly client: Pick<
      IntercomClient,
      'postNote' | 'redact' | 'getConversation' | 'getContact' | 'searchConversations' | 'me'
    >,
    private readonly options: IntercomDeskOptions,
  ) {}

  get configured(): boolean {
    return this.options.configured;
  }

  /** The answer is the conversation: its new part is the one with our text, and not blindly the last. */
  postNote(conversationId: string, { html, ref, print }: NoteBody, signal?: AbortSignal) {
    const call = this.client.postNote(conversationId, html, signal);
    return this.seen('note', call, (body): FoundNote | null => this.noteIn(body, { ref, print }));
  }

  redact(conversationId: string, noteId: string, signal?: AbortSignal): Promise<Seen<void>> {
    return this.seen('redaction', this.client.redact(conversationId, noteId, signal), () => undefined);
  }

  findNote(conversationId: string, sought: SoughtNote, signal?: AbortSignal): Promise<Seen<FoundNote | null>> {
    return this.seen('read', this.client.getConversation(conversationId, signal), (body) => this.noteIn(body, sought));
  }

  readConversation(conversationId: string, signal?: AbortSignal): Promise<Seen<ConversationSeen>> {
    const read = (body: unknown) => conversationSeen(conversationId, body, this.options.sessionAttribute);
    return this.seen('read', this.client.getConversation(conversationId, signal), read);
  }

  readContact(contactId: string, signal?: AbortSignal): Promise<Seen<ConversationContact>> {
    return this.seen('read', this.client.getContact(contactId, signal), (body) => contactByApi(contactId, body));
  }

  changedSince(sinceMs: number, cursor: string | null, signal?: AbortSignal): Promise<Seen<ConversationPage>> {
    const page = { updatedSince: sinceMs / 1000, startingAfter: cursor ?? undefined };
    return this.seen('read', this.client.searchConversations(page, signal), (body) => {
      const next = fieldsOf(fieldsOf(body.pages).next).starting_after;
      return { items: this.conversationsIn(body), next: typeof next === 'string' ? next : null };
    });
  }

  ping(conversationId: string | null, signal?: AbortSignal): Promise<Seen<void>> {
    const call = conversationId ? this.client.getConversation(conversationId, signal) : this.client.me(signal);
    return this.seen('read', call, () => undefined);
  }

  private noteIn(conversation: unknown, sought: SoughtNote): FoundNote | null {
    return findNote(conversation, { adminId: this.options.adminId, ...sought });
  }

  private conversationsIn(body: Fields): ConversationSeen[] {
    return listOf(body.conversations).flatMap((item) => {
      const id = idOf(item.id);
      return id ? conversationSeen(id, item, this.options.sessionAttribute) : [];
    });
  }

  private async seen<T>(
    operation: Operation,
    call: Promise<IntercomResponse>,
    read: (body: IntercomResponse['body']) => T,
  ): Promise<Seen<T>> {
    try {
      const { body, rate, status } = await call;
      return { value: read(body), rate, status };
    } catch (error) {
      if (error instanceof IntercomError) throw deskErrorOf(operation, error);
      throw error;
    }
  }
}
