import type { DeskCalls } from '@app/desk';

/** Looks into conversations at the desk, for what Redis does not say. Null: the desk cannot say now, ask again later. */
export class ConversationLook {
  constructor(private readonly desk: DeskCalls) {}

  /** Ids of a note that may have arrived without having been recorded, copies included; none: it is not there, or cannot be looked for. */
  async unrecorded(conversationId: string, ref: string, print: string): Promise<string[] | null> {
    if (!this.desk.configured) return null;
    if (!this.desk.offers('findNote')) return [];
    const outcome = await this.desk.findNote(conversationId, { ref, print }, { alone: true });
    if (outcome.did === 'answer') return outcome.value ? [outcome.value.noteId, ...outcome.value.copies] : [];
    return outcome.did === 'fail' && outcome.verdict.do === 'gone' ? [] : null;
  }

  /** Ids of the contacts whose conversation it is now; none where it is gone, names nobody, or cannot be read. */
  async contacts(conversationId: string): Promise<string[] | null> {
    if (!this.desk.configured) return null;
    if (!this.desk.offers('readConversation')) return [];
    const outcome = await this.desk.conversation(conversationId, { alone: true });
    if (outcome.did === 'answer') return [...outcome.value.contactIds];
    return outcome.did === 'fail' && outcome.verdict.do === 'gone' ? [] : null;
  }
}
