import type { Preview } from './preview';
import type { ThreadNote } from './visit';
import { wrap } from './wrap';

const GAP = ' │ ';
const KINDS = { link: 'note of the question', actions: 'note', summary: 'summary' } as const;

const clock = (at: number) => new Date(at).toISOString().slice(11, 19);

function rowsOf({ kind, at, lines, hurried, deletedAt }: ThreadNote, width: number): string[] {
  const head = `── ${clock(at)} ${KINDS[kind]}${hurried ? ', a signal' : ''} `;
  if (deletedAt !== null) return [`${head}✕ deleted ${clock(deletedAt)}`.slice(0, width)];
  return [head.padEnd(width, '─').slice(0, width), ...lines.flatMap((line) => wrap(line, width)), ''];
}

const figuresLine = ({ preset, figures: { actions, visible, tombstones, per100 } }: Preview) =>
  `${preset}: ${visible} visible notes, ${tombstones} deleted, of ${actions} actions; for each 100: ` +
  `${per100.visible} visible, ${per100.tombstones} deleted, ${per100.lines} lines`;

/** The threads side by side, then a line of figures for each. */
export function previewText(previews: readonly Preview[], width: number): string {
  const columns = previews.map(({ preset, notes }) => [
    preset,
    '',
    ...(notes.length > 0 ? notes.flatMap((note) => rowsOf(note, width)) : ['no notes']),
  ]);
  const longest = Math.max(0, ...columns.map(({ length }) => length));
  const rows = Array.from({ length: longest }, (_, n) =>
    columns
      .map((column) => (column[n] ?? '').padEnd(width))
      .join(GAP)
      .trimEnd(),
  );
  const remarks = [...new Set(previews.flatMap((preview) => preview.remarks))];
  return `${[...rows, '', ...previews.map(figuresLine), ...remarks].join('\n')}\n`;
}
