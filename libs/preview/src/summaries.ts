import type { SessionRules, StoredAction } from '@app/sessions';
import type { ThreadNote } from './visit';

/** An LLM takes about so long. */
const TAKES_MS = 1_000;

/** A posted note of actions that no summary covers yet. */
export interface Counted {
  note: ThreadNote;
  actions: StoredAction[];
}

export interface Due {
  at: number;
  covered: Counted[];
  /** All that the summary tells: with rolling summaries what the ones before told, too. */
  told: StoredAction[];
}

/** Which notes a summary covers, and what is deleted when it is there. */
export class Summaries {
  private counted: Counted[] = [];
  private told: StoredAction[] = [];
  /** Of the newest note, which a rolling summary left: they were counted for that one. */
  private left = 0;
  private before: ThreadNote | null = null;

  constructor(private readonly rules: SessionRules) {}

  /** What the session did in notes that no summary covers. */
  get uncovered(): StoredAction[] {
    return this.counted.flatMap(({ actions }) => actions);
  }

  count(counted: Counted): void {
    this.counted.push(counted);
  }

  /** The oldest whole notes, with as many actions as a prompt holds; null: no summary is due. */
  due(now: number): Due | null {
    const { ownSummaries, summaryThreshold, coveredMax, rollingSummaries } = this.rules;
    if (!ownSummaries || this.uncovered.length - this.left < summaryThreshold) return null;
    let actions = 0;
    const end = this.counted.findIndex(({ actions: { length } }, n) => {
      const over = n > 0 && actions + length > coveredMax;
      actions += length;
      return over;
    });
    const newest = end < 0 ? (this.counted.at(-1)?.actions.length ?? 0) : 0;
    const leaves = rollingSummaries && end < 0 && (actions - newest) * 2 >= summaryThreshold;
    this.left = leaves ? newest : 0;
    const covered = this.counted.splice(0, end < 0 ? this.counted.length - (leaves ? 1 : 0) : end);
    const fresh = covered.flatMap((counted) => counted.actions);
    this.told = rollingSummaries ? [...this.told, ...fresh] : fresh;
    return { at: now + TAKES_MS, covered, told: this.told };
  }

  posted(note: ThreadNote, { covered }: Due): void {
    const gone = [...covered.map((counted) => counted.note), ...(this.rules.rollingSummaries ? [this.before] : [])];
    if (this.rules.redact) for (const old of gone) if (old) old.deletedAt = note.at;
    this.before = note;
  }
}
