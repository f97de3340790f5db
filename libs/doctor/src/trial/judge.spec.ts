import { IntercomError } from '@app/intercom';
import { judge, type Tried } from './judge';
import type { Called, Observed } from './observed';
import { specimen } from './specimen';

const sent = specimen(new Date('2026-01-01T00:00:00Z'));
const rate = { limit: 10, remaining: 9, resetAtMs: Date.now() + 5_000 };
const part = (changes: object = {}) => ({
  id: '7',
  part_type: 'note',
  body: sent.html,
  redacted: false,
  author: { type: 'admin', id: '1' },
  ...changes,
});
const answer = (...parts: object[]): Called => ({
  ms: 5,
  response: { status: 200, rate, body: { id: '42', conversation_parts: { conversation_parts: parts } } },
});
const tried = (stored: object): Tried => ({
  conversationId: '42',
  adminId: '1',
  specimen: sent,
  timeoutMs: 1_000,
  observed: {
    posted: answer(stored),
    read: answer(stored),
    redacted: answer(),
    readAgain: answer(part({ body: '<p>This message was deleted</p>', redacted: true })),
    redactedAgain: answer(),
  },
});
const wrong = (stored: object) =>
  Object.fromEntries(
    judge(tried(stored)).flatMap(({ name, status }) =>
      status === 'failure' || status === 'warning' ? [[name, status]] : [],
    ),
  );

describe('what Intercom may do to a note', () => {
  it('nothing: every assumption holds', () => expect(wrong(part())).toEqual({}));

  it.each([
    ['joins its lines', part({ body: sent.html.replaceAll('<br>', ' ') }), { 'line breaks': 'failure' }],
    ['loses what is bold', part({ body: sent.html.replace(/<\/?b>/g, '') }), { bold: 'warning' }],
    ['loses the link', part({ body: sent.html.replace(/<a [^>]*>|<\/a>/g, '') }), { link: 'warning' }],
    [
      'writes its HTML anew',
      part({ body: sent.html.replaceAll('<b>', '<strong>').replaceAll('</b>', '</strong>') }),
      {},
    ],
    [
      'gives it to another admin',
      part({ author: { type: 'admin', id: '2' } }),
      { author: 'failure', 'read-back by ref': 'failure', 'the answer holds the note': 'warning' },
    ],
    [
      'makes a comment of it, which the customer sees',
      part({ part_type: 'comment' }),
      { author: 'failure', 'read-back by ref': 'failure', 'the answer holds the note': 'warning' },
    ],
    [
      'changes a word',
      part({ body: sent.html.replace('a line of its own', 'a line of it') }),
      { 'line breaks': 'failure', 'read-back by ref': 'failure', 'the answer holds the note': 'warning' },
    ],
  ])('%s', (_, stored, expected) => expect(wrong(stored)).toEqual(expected));

  it('keeps the text after a redaction', () => {
    const { observed, ...rest } = tried(part());
    const checks = judge({ ...rest, observed: { ...observed, readAgain: answer(part()) } });
    expect(checks.filter(({ status }) => status === 'failure')).toMatchObject([{ name: 'what a redaction leaves' }]);
  });

  const refused = (status: number, code?: string): Called => ({
    ms: 5,
    error: new IntercomError({ kind: 'http', call: 'POST /conversations/redact', status, code }),
  });
  const posted = (changes: object) => ({ posted: { ...answer(part()), ...changes } as Called });
  const unlimited: Called = {
    ms: 5,
    response: { ...(answer(part()) as { response: object }).response, rate: null } as never,
  };

  it.each<[string, Partial<Observed>, object]>([
    ['takes longer than half of what it may', posted({ ms: 600 }), { time: 'warning' }],
    ['names no limit', { posted: unlimited }, { 'rate-limit headers': 'warning' }],
    [
      'answers with another conversation',
      {
        posted: {
          ms: 5,
          response: { status: 200, rate, body: { id: '43', conversation_parts: { conversation_parts: [part()] } } },
        },
      },
      { "the answer's shape": 'warning' },
    ],
    ['answers without the note', { posted: answer() }, { 'the answer holds the note': 'warning' }],
    ['refuses the note', { posted: refused(403) }, { 'a note is taken': 'failure' }],
    ['cannot be read', { read: refused(403) }, { 'read-back by ref': 'failure' }],
    ['redacts nothing', { redacted: refused(403) }, { redaction: 'failure' }],
    [
      'does not say of a second redaction that it is done',
      { redactedAgain: refused(403) },
      { 'second redaction': 'failure' },
    ],
    ['refuses a second redaction as done', { redactedAgain: refused(422, 'conversation_part_not_redactable') }, {}],
  ])('%s: exactly its line says so', (_, seen, expected) => {
    const { observed, ...rest } = tried(part());
    const checks = judge({ ...rest, observed: { ...observed, ...seen } });
    const found = checks.filter(({ status }) => status === 'failure' || status === 'warning');
    expect(Object.fromEntries(found.map(({ name, status }) => [name, status]))).toEqual(expected);
  });
});
