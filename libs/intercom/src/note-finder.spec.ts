import { findNote } from './note-finder';
import { printOfHtml as printOf } from './note.text';

const adminId = '7412205';
const ref = 'Zk3_9-aQ';
/** As we send it. */
const SENT = `<p>session_id: s<br>timestamp: t</p><p>[1] a &lt; b &amp; &quot;c&quot;</p><p>replay <a href="https://r.example/?a=1&amp;b=2">https://r.example/?a=1&amp;b=2</a><br>ref ${ref}</p>`;
const part = (fields: Record<string, unknown> = {}) => ({
  type: 'conversation_part',
  id: '37401210000',
  part_type: 'note',
  body: SENT,
  author: { type: 'admin', id: adminId },
  redacted: false,
  ...fields,
});
const conversation = (...parts: unknown[]) => ({ conversation_parts: { conversation_parts: parts } });
const sought = { adminId, ref, print: printOf(SENT) };
const find = (...parts: unknown[]) => findNote(conversation(...parts), sought);

describe('findNote', () => {
  it.each([
    ['as it was sent', SENT],
    ['closed breaks and line ends between paragraphs', SENT.replaceAll('<br>', '<br/>').replaceAll('</p>', '</p>\n')],
    ['trailing empty paragraphs', `${SENT}<p>&nbsp;</p><p><br></p>\n`],
    ['entities of another kind, odd spaces', SENT.replace('&lt;', '&#60;').replace('ref ', '&nbsp;ref&#32;&nbsp;')],
    ['signs that need no entity', SENT.replaceAll('&quot;', '"')],
    ['divisions and inline tags', `<div>${SENT.replaceAll('p>', 'div>').replace('ref Zk', '<b>ref</b> Zk')}</div>`],
    ['a link that opens elsewhere', SENT.replace('<a ', '<a rel="nofollow noopener" target="_blank" ')],
    [
      'plain text',
      `session_id: s\ntimestamp: t\n\n[1] a < b & "c"\n\nreplay https://r.example/?a=1&b=2\r\nref ${ref}\n`,
    ],
    ['a last paragraph that is left open', SENT.replace(/<\/p>$/, '')],
  ])('finds the note by its whole text, however Intercom writes it: %s', (_, body) => {
    expect(find(part({ body }))).toEqual({ noteId: '37401210000', copies: [] });
  });

  it.each([
    ['a comment', { part_type: 'comment' }],
    ['a contact', { author: { type: 'user', id: adminId } }],
    ['another admin', { author: { type: 'admin', id: '7412206' } }],
    ['a redacted part', { redacted: true }],
    ['no body', { body: null }],
    ['an id that is none', { id: '12; DROP' }],
    ["a colleague's note that ends in our ref", { body: `<p>Anna, look at this one:</p><p>ref ${ref}</p>` }],
    ["a colleague's note that quotes ours to its end", { body: `<p>They are stuck, see</p>${SENT}` }],
    ['a quotation of our note and a word', { body: `${SENT}<p>what is this?</p>` }],
    ['our note, quoted in part', { body: SENT.replace(/<p>\[1\].*?<\/p>/, '') }],
    ['our note with another word in it', { body: SENT.replace('[1] a', '[1] A') }],
    ['our ref alone', { body: `<p>ref ${ref}</p>` }],
    ['a ref that is not shown', { body: `<p>a</p><p title="ref ${ref}">b</p><!-- ref ${ref} -->` }],
    ['a body that is nested beyond all measure', { body: `${'<div>'.repeat(50_000)}ref ${ref}` }],
  ])('does not take %s for ours', (_, fields) => {
    expect(find(part(fields))).toBeNull();
  });

  it('takes the smallest id, as a number, whatever the order, and names the copies', () => {
    expect(find(part({ id: '1000' }), part({ id: '999' }), part({ id: '37401210001' }), part({ id: 999 }))).toEqual({
      noteId: '999',
      copies: ['1000', '37401210001'],
    });
  });

  it('takes no quotation for a copy', () => {
    expect(find(part({ id: '1' }), part({ id: '2', body: `<p>see:</p>${SENT}` }))).toEqual({ noteId: '1', copies: [] });
  });

  it.each([
    [null],
    [undefined],
    ['text'],
    [{}],
    [{ conversation_parts: null }],
    [{ conversation_parts: { conversation_parts: 'x' } }],
    [conversation(null, 1, 'x', [], {}, { part_type: 'note' }, { part_type: 'note', author: 7 })],
    [
      JSON.parse(
        '{"__proto__":{"conversation_parts":[]},"conversation_parts":{"conversation_parts":[{"__proto__":1}]}}',
      ),
    ],
    [
      conversation(
        part({ body: { toString: 'x' } }),
        part({ id: {} }),
        part({ author: { type: 'admin', id: [adminId] } }),
      ),
    ],
  ])('finds nothing in %j and does not throw', (hostile) => {
    expect(findNote(hostile, sought)).toBeNull();
  });

  it('finds nothing for an empty ref, or without a print', () => {
    expect(findNote(conversation(part()), { ...sought, ref: '' })).toBeNull();
    expect(findNote(conversation(part()), { ...sought, print: '' })).toBeNull();
  });

  it.each([
    ['tags', '<div>', '</div>'],
    ['lists', '<ul><li>', '</li></ul>'],
    ['quotes', '<blockquote>', '</blockquote>'],
    ['tags that are never closed', '<div>', ''],
  ])('does not take a body of deeply nested %s for ours, and does not throw', (_, open, close) => {
    const depth = 5_000;
    const body = `${open.repeat(depth)}${SENT}${close.repeat(depth)}`;
    expect(find(part({ body }), part({ id: '2', body: `<p>a</p>${body}` }))).toBeNull();
  });

  it('reads no body that is longer than a note of ours can be', () => {
    const body = `<p>${'x '.repeat(500_000)}</p><p>ref ${ref}</p>`;
    expect(findNote(conversation(part({ body })), { ...sought, print: printOf(body) })).toBeNull();
    const longest = `<p>${'&quot;'.repeat(5_000)}</p><p>ref ${ref}</p>`;
    const both = conversation(part({ body: longest }), part({ id: '2', body }));
    expect(findNote(both, { ...sought, print: printOf(longest) })).toEqual({ noteId: '37401210000', copies: [] });
  });
});
