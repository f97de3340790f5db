import { newRef, type Note, renderLines } from '@app/notes';

/** A note with everything that ours are made of: a bold line, breaks, gaps, signs that HTML escapes, a link, the ref at its end. */
export interface Specimen extends Note {
  ref: string;
}

const LINK = 'https://example.com/replay?session=test&t=1';

export function specimen(now = new Date()): Specimen {
  const ref = newRef();
  const head = [
    `Sidenote tries this conversation`,
    `timestamp: ${now.toISOString().slice(0, 19).replace('T', ' ')} UTC`,
  ];
  const lines = ['[1] a line with signs: <b> & "quotes" é ✓', '[2] a line of its own'];
  const paragraphs = [head, lines, ['[3] a line after a gap; this note is redacted at once']];
  return { ref, ...renderLines({ paragraphs, footer: [`replay ${LINK}`], ref, link: LINK, boldHead: true }) };
}
