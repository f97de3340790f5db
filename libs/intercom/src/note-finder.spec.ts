import { findNote } from './note-finder';

const adminId = '7412205';
const ref = 'Zk3_9-aQ';
const part = (fields: Record<string, unknown> = {}) => ({
  type: 'conversation_part',
  id: '37401210000',
  part_type: 'note',
  body: `<p>session_id: s<br>timestamp: t</p><p>[1] Clicked</p><p>ref ${ref}</p>`,
  author: { type: 'admin', id: adminId },
  redacted: false,
  ...fields,
});
const conversation = (...parts: unknown[]) => ({ conversation_parts: { conversation_parts: parts } });
const find = (...parts: unknown[]) => findNote(conversation(...parts), { adminId, ref });

describe('findNote', () => {
  it.each([
    ['paragraphs', `<p>a</p>\n<p>ref ${ref}</p>`],
    ['line breaks', `<p>a<br/>b<br>ref ${ref}</p>`],
    ['trailing empty paragraphs', `<p>a</p><p>ref ${ref}</p><p>&nbsp;</p><p><br></p>\n`],
    ['entities and odd spaces', `<p>a &amp; b</p><p>&nbsp;ref&#32;&nbsp;${ref}  </p>`],
    ['divisions and inline tags', `<div>a<div><b>ref</b> <i>${ref}</i></div></div>`],
    ['plain text', `session_id: s\n\n[1] x < y & z\n\nref ${ref}\n`],
    ['plain text of Windows', `a\r\nref ${ref}\r\n`],
    ['a last paragraph of its own, left open', `<p>a<p>ref ${ref}`],
    ['a replay line above', `<p>a</p><p>replay <a href="https://r.example/">https://r.example/</a><br>ref ${ref}</p>`],
  ])('finds the note by its footer: %s', (_, body) => {
    expect(find(part({ body }))).toEqual({ partId: '37401210000', copies: [] });
  });

  it.each([
    ['a comment', { part_type: 'comment' }],
    ['a contact', { author: { type: 'user', id: adminId } }],
    ['another admin', { author: { type: 'admin', id: '7412206' } }],
    ['a redacted part', { redacted: true }],
    ['a note that only quotes the ref', { body: `<p>ref ${ref}</p><p>what is this?</p>` }],
    ['a ref in the middle of the last line', { body: `<p>see ref ${ref}</p>` }],
    ['a ref above another line', { body: `<p>ref ${ref}</p><p>replay https://r.example/</p>` }],
    ['a longer ref', { body: `<p>ref ${ref}x</p>` }],
    ['a ref in a paragraph that is not shown', { body: `<p>a</p><!-- <p>ref ${ref}</p>` }],
    ['a ref in a title', { body: `<p>a</p><title><p>ref ${ref}</p>` }],
    ['a ref that is not shown', { body: `<p>a</p><p title="ref ${ref}">b</p><!-- ref ${ref} -->` }],
    ['no body', { body: null }],
    ['an id that is none', { id: '12; DROP' }],
  ])('does not take %s for ours', (_, fields) => {
    expect(find(part(fields))).toBeNull();
  });

  it('takes the smallest id, as a number, whatever the order, and names the copies', () => {
    expect(find(part({ id: '1000' }), part({ id: '999' }), part({ id: '37401210001' }), part({ id: 999 }))).toEqual({
      partId: '999',
      copies: ['1000', '37401210001'],
    });
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
    expect(findNote(hostile, { adminId, ref })).toBeNull();
  });

  it('finds nothing for an empty ref', () => {
    expect(findNote(conversation(part({ body: '<p>ref </p>' })), { adminId, ref: '' })).toBeNull();
  });

  it.each([
    ['tags', '<div>', '</div>'],
    ['lists', '<ul><li>', '</li></ul>'],
    ['quotes', '<blockquote>', '</blockquote>'],
    ['tags that are never closed', '<div>', ''],
  ])('does not take a body of deeply nested %s for ours, and does not throw', (_, open, close) => {
    const depth = 5_000;
    const body = `${open.repeat(depth)}<p>ref ${ref}</p>${close.repeat(depth)}`;
    expect(find(part({ body }), part({ id: '2', body: `<p>a</p>${body}` }))).toBeNull();
  });

  it('reads no body that is longer than a note of ours can be', () => {
    const body = `<p>${'x '.repeat(500_000)}</p><p>ref ${ref}</p>`;
    expect(find(part({ body }))).toBeNull();
    const longest = `<p>${'&quot;'.repeat(5_000)}</p><p>ref ${ref}</p>`;
    expect(find(part({ body: longest }), part({ id: '2', body }))).toEqual({ partId: '37401210000', copies: [] });
  });
});
