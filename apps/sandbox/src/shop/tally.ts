import type { ReadNote } from './note-reading';

/** Of what was done before the question the service tells the last two minutes; what lies this near to their edge may be told or not. */
const BEFORE_MS = 120_000;
const EDGE_MS = 6_000;

export interface Count {
  /** Actions that belong into the conversation. */
  sent: number;
  /** Of them, those that a note told when it was stored. */
  posted: number;
  doubled: number;
}

/** Counts what the sandbox itself sent for one visit and what it stored in the visit's conversation: nobody is asked. */
export class Tally {
  private readonly sentAt: number[] = [];
  private readonly refs = new Map<string, number>();
  private twice = 0;
  /** When the newest note was stored, in Unix milliseconds. */
  lastNoteAt: number | null = null;
  summaries = 0;

  /** `at`: when it was done, in Unix milliseconds. */
  sent(at: number): void {
    this.sentAt.push(at);
  }

  stored({ ref, isSummary, actions }: ReadNote, now: number): void {
    if (ref === null) return;
    if (this.refs.has(ref)) this.twice += actions;
    else this.refs.set(ref, actions);
    if (isSummary) this.summaries += 1;
    else this.lastNoteAt = now;
  }

  /** `askedAt`: when the conversation began; before it nothing belongs anywhere yet. */
  count(askedAt: number | null): Count {
    if (askedAt === null) return { sent: 0, posted: 0, doubled: 0 };
    const told = [...this.refs.values()].reduce((sum, actions) => sum + actions, 0);
    const since = (ms: number) => this.sentAt.filter((at) => at >= askedAt - ms).length;
    const certain = since(BEFORE_MS - EDGE_MS);
    const sent = Math.min(Math.max(certain, told), since(BEFORE_MS + EDGE_MS));
    return { sent, posted: Math.min(told, sent), doubled: this.twice + Math.max(0, told - sent) };
  }
}
