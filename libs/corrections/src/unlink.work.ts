import { checkpoint } from '@app/checkpoint';
import type { ConversationLook, OwedRedactions } from '@app/erasure';
import type { CorrectionStore, SoughtNote } from '@app/sessions';

/** What an unlink leaves to the writers: notes that may have arrived unrecorded, and redactions until each is confirmed. */
export class UnlinkWork {
  constructor(
    private readonly store: CorrectionStore,
    private readonly look: ConversationLook,
    private readonly owed: OwedRedactions,
  ) {}

  /** Looks for what has arrived by now or never will. Two commands while there is nothing. */
  async pursue(isStopped: () => boolean): Promise<void> {
    for (const note of await this.store.sought()) {
      if (isStopped()) return;
      if (note.settledAt <= Date.now()) await this.seek(note);
    }
    await this.owed.pursueParts(await this.store.owed(), false);
  }

  /** Intercom cannot say now: it is asked again. */
  private async seek(note: SoughtNote): Promise<void> {
    const parts = await this.look.unrecorded(note.conversationId, note.ref, note.print);
    if (parts === null) return;
    await checkpoint('sought');
    await this.store.lookedFor(note, parts);
  }
}
