import escapeHtml from 'escape-html';
import { refLine } from './ref';

export interface Note {
  /** What the reader sees, line by line; '' is a gap. */
  lines: string[];
  /** The body for Intercom: renders to exactly `lines`; everything from outside is escaped. */
  html: string;
}

export interface NoteLines {
  /** Set off from each other by a gap; empty ones are left out. */
  paragraphs: readonly (readonly string[])[];
  /** What stands above the ref. */
  footer: readonly string[];
  ref: string;
  /** Where a line of the footer holds it, it can be clicked: the only link of a note. */
  link: string | null;
  /** Whether the first line is bold. */
  boldHead?: boolean;
}

/** A note of these lines; the last one is `ref <ref>`. */
export function renderLines({ paragraphs, footer, ref, link, boldHead = false }: NoteLines): Note {
  const all = [...paragraphs.filter((lines) => lines.length > 0), [...footer, refLine(ref)]];
  const linked = (line: string) => {
    const at = link ? line.indexOf(link) : -1;
    if (!link || at < 0) return escapeHtml(line);
    const anchor = `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`;
    return escapeHtml(line.slice(0, at)) + anchor + escapeHtml(line.slice(at + link.length));
  };
  const htmlOf = (line: string, paragraph: number, n: number) => {
    if (paragraph === all.length - 1) return linked(line);
    return boldHead && paragraph === 0 && n === 0 ? `<b>${escapeHtml(line)}</b>` : escapeHtml(line);
  };
  return {
    lines: all.flatMap((lines, n) => (n === 0 ? lines : ['', ...lines])),
    html: all
      .map((lines, paragraph) => `<p>${lines.map((line, n) => htmlOf(line, paragraph, n)).join('<br>')}</p>`)
      .join(''),
  };
}
