import { decide, findNote, IntercomClient, IntercomError, type RateGate, waitForTurn } from '@app/intercom';

const PATIENCE_MS = 10_500;

/** Looks in Intercom for a note that may have arrived without having been recorded. */
export class UnrecordedNotes {
  constructor(
    private readonly intercom: IntercomClient,
    private readonly gate: RateGate,
    /** Undefined: this process has no credentials, and leaves the question to one that has. */
    private readonly adminId: string | undefined,
  ) {}

  /** Its part ids, copies included; none: it is not there. Null: Intercom cannot say now, ask again later. */
  async find(conversationId: string, ref: string, print: string): Promise<string[] | null> {
    if (this.adminId === undefined) return null;
    const turn = await waitForTurn(this.gate, 'read', { maxWaitMs: PATIENCE_MS });
    if (!turn.ok) return null;
    try {
      const { body, rate } = await this.intercom.getConversation(conversationId);
      if (rate) await this.gate.observe(rate);
      if (turn.probe) await this.gate.resume();
      const note = findNote(body, { adminId: this.adminId, ref, print });
      return note ? [note.partId, ...note.copies] : [];
    } catch (error) {
      if (!(error instanceof IntercomError)) throw error;
      const decision = decide('read', error, 0);
      if (decision.do === 'gone') return [];
      if (decision.do === 'wait') await this.gate.ban(Date.now() + decision.ms, decision.reason);
      // A refusal stops nobody else: it may be this process that has the wrong token. A failed probe is told as such.
      if (decision.do === 'pause' && turn.probe) await this.gate.pause(decision.reason, 'read');
      return null;
    }
  }
}
