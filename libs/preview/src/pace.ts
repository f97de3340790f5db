import type { SessionRules } from '@app/sessions';

/** So many notes may follow each other quickly before a session is slowed. */
const UNSLOWED = 3;
const SLOWEST = 12;

/** When what waits is posted, by the rules that the flush script follows. Times are Unix ms. */
export class Pace {
  /** Notes since the user wrote. */
  private notes = 0;
  /** How many notes followed each other quickly. */
  private fast = 0;
  private previous = -Infinity;

  constructor(private readonly rules: Pick<SessionRules, 'debounceMs' | 'debounceMaxMs'>) {}

  /** @param first arrival of the first action that waits, @param last of the last one */
  dueAt(first: number, last: number): number {
    const { quiet, longest } = this.waits();
    return Math.min(last + quiet, first + longest);
  }

  /** What waited is posted, in so many notes. */
  posted(at: number, { first, notes, hurried }: { first: number; notes: number; hurried: boolean }): void {
    const { longest } = this.waits();
    const rarest = this.rules.debounceMaxMs.at(-1) ?? 0;
    const since = at - this.previous;
    if (!hurried) {
      if (since < rarest / 2) this.fast = Math.min(this.fast + 1, SLOWEST);
      else if (since >= 2 * rarest) this.fast = 0;
      else if (at < first + longest) this.fast = Math.max(0, this.fast - 1);
    }
    this.notes += notes;
    this.previous = at;
  }

  /** The note of the link: it does not count. */
  linked(at: number): void {
    this.previous = at;
  }

  private waits(): { quiet: number; longest: number } {
    const { debounceMs, debounceMaxMs } = this.rules;
    const at = (list: number[]) => list[Math.min(this.notes, list.length - 1)] ?? 0;
    const [quiet, longest] = [at(debounceMs), at(debounceMaxMs)];
    const over = this.fast - UNSLOWED;
    const slowed = over > 0 ? Math.min(longest, Math.max(quiet, 50) * 2 ** over) : 0;
    return { quiet: Math.max(quiet, slowed), longest };
  }
}
