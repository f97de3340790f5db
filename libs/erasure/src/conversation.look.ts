import { fieldsOf, idOf, listOf } from '@app/conversations';
import { findNote, type IntercomCalls } from '@app/intercom';

/** Looks into conversations in Intercom, for what Redis does not say. Null: Intercom cannot say now, ask again later. */
export class ConversationLook {
  constructor(
    private readonly intercom: IntercomCalls,
    /** Undefined: this process has no credentials, and leaves the question to one that has. */
    private readonly adminId: string | undefined,
  ) {}

  /** Part ids of a note that may have arrived without having been recorded, copies included; none: it is not there. */
  async unrecorded(conversationId: string, ref: string, print: string): Promise<string[] | null> {
    const body = await this.read(conversationId);
    if (body === null || this.adminId === undefined) return null;
    const note = body === 'gone' ? null : findNote(body, { adminId: this.adminId, ref, print });
    return note ? [note.partId, ...note.copies] : [];
  }

  /** Ids of the contacts whose conversation it is now; none where the conversation is gone or names nobody. */
  async contacts(conversationId: string): Promise<string[] | null> {
    const body = await this.read(conversationId);
    if (body === null || body === 'gone') return body && [];
    return listOf(fieldsOf(fieldsOf(body).contacts).contacts).flatMap((contact) => idOf(fieldsOf(contact).id) ?? []);
  }

  private async read(conversationId: string): Promise<unknown> {
    if (this.adminId === undefined) return null;
    const outcome = await this.intercom.conversation(conversationId, { alone: true });
    if (outcome.did === 'answer') return outcome.response.body;
    return outcome.did === 'fail' && outcome.verdict.do === 'gone' ? 'gone' : null;
  }
}
