import type { ThreadNote } from './visit';
import { wrap } from './wrap';

/** Intercom's thread beside an open conversation is about so wide. */
export const WIDTH = 43;

/** How busy a thread is at its end. */
export interface Figures {
  actions: number;
  visible: number;
  tombstones: number;
  /** On a screen of `WIDTH` characters; a deleted note is one line. */
  lines: number;
  /** The same for each 100 actions. */
  per100: { visible: number; tombstones: number; lines: number };
}

export function figuresOf(thread: readonly ThreadNote[], actions: number): Figures {
  const tombstones = thread.filter(({ deletedAt }) => deletedAt !== null).length;
  const visible = thread.length - tombstones;
  const linesOf = ({ deletedAt, lines }: ThreadNote) =>
    deletedAt === null ? lines.reduce((sum, line) => sum + wrap(line, WIDTH).length, 0) : 1;
  const lines = thread.reduce((sum, note) => sum + linesOf(note), 0);
  const per100 = (n: number) => (actions === 0 ? 0 : Math.round((n / actions) * 1000) / 10);
  return {
    actions,
    visible,
    tombstones,
    lines,
    per100: { visible: per100(visible), tombstones: per100(tombstones), lines: per100(lines) },
  };
}
