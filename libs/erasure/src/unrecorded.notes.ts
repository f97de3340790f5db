import { findNote, type IntercomCalls } from '@app/intercom';

/** Looks in Intercom for a note that may have arrived without having been recorded. */
export class UnrecordedNotes {
  constructor(
    private readonly intercom: IntercomCalls,
    /** Undefined: this process has no credentials, and leaves the question to one that has. */
    private readonly adminId: string | undefined,
  ) {}

  /** Its part ids, copies included; none: it is not there. Null: Intercom cannot say now, ask again later. */
  async find(conversationId: string, ref: string, print: string): Promise<string[] | null> {
    if (this.adminId === undefined) return null;
    const outcome = await this.intercom.conversation(conversationId, { alone: true });
    if (outcome.did === 'fail' && outcome.verdict.do === 'gone') return [];
    if (outcome.did !== 'answer') return null;
    const note = findNote(outcome.response.body, { adminId: this.adminId, ref, print });
    return note ? [note.partId, ...note.copies] : [];
  }
}
