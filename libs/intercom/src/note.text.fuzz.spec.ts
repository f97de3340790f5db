import { printOf } from '@app/desk';
import { renderLines } from '@app/notes';
import fc from 'fast-check';
import { printOfHtml } from './note.text';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '<b>x</b>',
    '&amp;lt;',
    '&nbsp;',
    'a\u00a0 b',
    '\u200bx\u200d',
    'e\u0301',
    '</p><p>',
    '<!-- x',
    'x\r\ny',
    '\0',
  ),
);

it('a note has the print of its lines, however its HTML is read: so it is found by what was sent', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(text), { maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
      (paragraphs, boldHead, link) => {
        const replay = 'https://r.example/?s=1&t=2';
        const footer = link ? [`replay ${replay}`] : [];
        const { lines, html } = renderLines({ paragraphs, footer, ref: 'r1', link: link ? replay : null, boldHead });
        expect(printOfHtml(html)).toBe(printOf(lines.join('\n')));
      },
    ),
    { numRuns: 2000 },
  );
});
