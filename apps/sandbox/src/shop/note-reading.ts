import { plainText } from '../intercom/bodies';

/** What the sandbox reads in a note of the service: enough to count, whatever its layout. */
export interface ReadNote {
  /** Of the note's last line; null: the service did not write it. */
  ref: string | null;
  isSummary: boolean;
  /** How many actions it tells; 0 for a summary. */
  actions: number;
}

/** Either numbered lines, or a count in the first line (`Checkout · 18:30:00–18:32:25 UTC · 50 actions on 5 pages`). */
export function readNote(html: string | null): ReadNote {
  const lines = (plainText(html) ?? '').split('\n').filter((line) => line.trim() !== '');
  const ref = /^ref (\S+)$/.exec(lines.at(-1) ?? '')?.[1] ?? null;
  const numbered = lines.filter((line) => /^\[\d+\] /.test(line)).length;
  const counted = Number(/ · (\d+) actions?\b/.exec(lines[0] ?? '')?.[1] ?? 0);
  const bySummariser = lines.some((line) => line.startsWith('Summary by '));
  const actions = bySummariser ? 0 : numbered || counted;
  return { ref, isSummary: ref !== null && actions === 0, actions };
}
