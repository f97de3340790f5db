import { renderNote, renderSummary } from '@app/notes';
import fc from 'fast-check';
import { findNote } from './note-finder';
import { printOfHtml as printOf, renderedText } from './note.text';

const RUNS = { numRuns: 500, endOnFailure: true };
const ADMIN = '7412205';
const REF = '0123456789ab';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    `ref ${REF}`,
    `ref ${REF}\n`,
    `</p><p>ref ${REF}</p>`,
    '<br>',
    '<!--',
    '<style>',
    '&lt;',
    '<table><tr>',
    '\u2028',
  ),
);
/** A body that is not our note's, however close it comes: anything stands between the reference and the end. */
const foreignBody = fc.oneof(
  fc.constant(null),
  fc.jsonValue({ maxDepth: 1 }).filter((value) => typeof value !== 'string'),
  text.map((quote) => `<p>${quote}</p><p>ref ${REF}</p><p>what is this?</p>`),
  text.map((quote) => `<p>${quote.replace(/[<&]/g, '')}</p><p>see ref ${REF}</p>`),
  fc.constantFrom(
    `<p>ref ${REF}x</p>`,
    `<p>ref x${REF}</p>`,
    `<p>REF ${REF}</p>`,
    `<p>ref ${REF.toUpperCase()}</p>`,
    `<p title="ref ${REF}">x</p>`,
  ),
);
/** Our note, as we wrote it: whatever its actions say. */
const ourNote = fc
  .array(fc.record({ text, ts: fc.double() }), { minLength: 1, maxLength: 5 })
  .map((actions) => renderNote({ sessionId: 's', actions, binSeconds: 3, ref: REF }));
/** As Intercom may write it anew: the same text. */
const rewritten = (html: string) =>
  fc.constantFrom(
    html,
    html.replaceAll('<br>', '<br />'),
    html.replaceAll('</p>', '</p>\n'),
    `<div>${html}</div>`,
    html.replaceAll('<p>', '<p class="no-margin">'),
    html.replaceAll('&quot;', '"').replaceAll('&#39;', "'"),
    `${html}<p>&nbsp;</p>`,
  );
/** Not our note, though it holds all of it. */
const quoting = (html: string) =>
  fc.constantFrom(`<p>see</p>${html}`, `${html}<p>?</p>`, `<p>They wrote:</p><blockquote>${html}</blockquote>`);
const id = fc.bigInt({ min: 1n, max: 10n ** 14n }).map(String);
const ours = (html: string) =>
  fc.record({
    type: fc.constant('conversation_part'),
    id,
    part_type: fc.constant('note'),
    author: fc.constant({ type: 'admin', id: ADMIN }),
    redacted: fc.constantFrom(false, undefined, null),
    body: rewritten(html),
  });
const spoiled = (html: string) =>
  fc.tuple(
    ours(html),
    fc.oneof(
      fc.record({ part_type: fc.constantFrom('comment', 'assignment', 'NOTE', null, ['note']) }),
      fc.record({
        author: fc.constantFrom(
          { type: 'user', id: ADMIN },
          { type: 'bot', id: ADMIN },
          { type: 'admin', id: '7412206' },
          { type: 'admin', id: `${ADMIN} ` },
          null,
          'admin',
          [],
          { type: 'admin' },
        ),
      }),
      fc.record({ redacted: fc.constant(true) }),
      fc.record({ body: foreignBody }),
      fc.record({ body: quoting(html) }),
      fc.record({ id: fc.constantFrom('', '-1', '1e3', '1.5', '../1', ' 7', null, {}, NaN, 1.5, 2 ** 60) }),
    ),
  );
const foreign = (html: string) =>
  fc.oneof(
    spoiled(html).map(([part, change]) => ({ ...part, ...change })),
    fc.jsonValue({ maxDepth: 2 }),
  );

describe('findNote', () => {
  it('takes nothing but our note, whatever else the conversation holds and in whatever order', () => {
    const parts = ourNote.chain(({ html }) =>
      fc.tuple(
        fc.constant(html),
        fc.array(ours(html), { maxLength: 3 }),
        fc.array(foreign(html), { maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
      ),
    );
    fc.assert(
      fc.property(parts, ([html, genuine, others, dice]) => {
        const all = [...genuine, ...others]
          .map((part) => ({ part, at: dice.next().value }))
          .sort((a, b) => a.at - b.at);
        const found = findNote(
          { conversation_parts: { conversation_parts: all.map(({ part }) => part) } },
          { adminId: ADMIN, ref: REF, print: printOf(html) },
        );
        const ids = [...new Set(genuine.map((part) => part.id))].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
        expect(found === null ? [] : [found.noteId, ...found.copies]).toEqual(ids);
      }),
      RUNS,
    );
  });

  it('reads simple bodies as the parser does, and our own as its lines', () => {
    fc.assert(
      fc.property(ourNote, ({ html, lines }) => {
        const read = renderedText(html);
        expect(renderedText(`<div>${html}</div>`)).toBe(read);
        expect(read).toBe(renderedText(lines.join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;')));
      }),
      RUNS,
    );
  });

  it('never takes another of our notes for it, whose actions quote the reference', () => {
    const quotes = fc.array(fc.record({ text: fc.oneof(text, fc.constant(`ref ${REF}`)), ts: fc.double() }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(quotes, fc.string(), (actions, sessionId) => {
        const ref = 'zzzzzzzzzzzz';
        const bodies = [
          renderNote({ sessionId: `${sessionId}\nref ${REF}`, actions, binSeconds: 1, ref }).html,
          renderSummary({ sessionId, now: new Date(0), prose: actions.map((action) => action.text).join('\n\n'), ref })
            .html,
        ];
        const parts = bodies.map((body, n) => ({
          id: n + 1,
          part_type: 'note',
          author: { type: 'admin', id: ADMIN },
          body,
        }));
        const conversation = { conversation_parts: { conversation_parts: parts } };
        const lost = renderNote({ sessionId, actions, binSeconds: 1, ref: REF }).html;
        expect(findNote(conversation, { adminId: ADMIN, ref: REF, print: printOf(lost) })).toBeNull();
        for (const [n, body] of bodies.entries())
          expect(findNote(conversation, { adminId: ADMIN, ref, print: printOf(body) })?.noteId).toBe(String(n + 1));
      }),
      RUNS,
    );
  });

  it('throws at nothing', () => {
    const odd = fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true });
    const shaped = fc.record({
      conversation_parts: fc.oneof(odd, fc.record({ conversation_parts: fc.oneof(odd, fc.array(odd)) })),
    });
    fc.assert(
      fc.property(fc.oneof(odd, shaped), (value) =>
        expect(findNote(value, { adminId: ADMIN, ref: REF, print: printOf('') })).toBeNull(),
      ),
      RUNS,
    );
  });
});
