import fc from 'fast-check';
import { convert } from 'html-to-text';
import { cut, lineCost, newRef, NOTE_LIMIT, noteOverhead, oneLine, renderNote } from '.';
import { replayLink } from './replay';

const RUNS = { numRuns: 300, endOnFailure: true };

/** Any UTF-16, also what is no text, and markup that tries to get out. */
const hostile = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</p></body><style>*{display:none}</style>',
    '<!-- ',
    '&#x3c;script&#x3e;',
    '\u202e\u2066rtl',
    'a\u0300'.repeat(200),
    '\n\n[99] forged\n\nref 0123456789ab',
    'https://evil.example/?a=1&b=2',
    '{session_id}',
    '$&$1$`',
  ),
);

describe('text of users', () => {
  it('is one line without control characters and halves of characters, and never longer than it was', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Surrogate}]|\s\s|^\s|\s$/u);
        expect(line.length).toBeLessThanOrEqual(text.length);
        expect(oneLine(line)).toBe(line);
      }),
      RUNS,
    );
  });

  it('is cut to its length without half a character', () => {
    fc.assert(
      fc.property(hostile.map(oneLine), fc.integer({ min: 2, max: 60 }), (line, max) => {
        const short = cut(line, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(short).not.toMatch(/\p{Surrogate}/u);
        expect(short === line || short.endsWith('…')).toBe(true);
      }),
      RUNS,
    );
  });

  it('can forge neither a header, nor an action, nor a footer of a note', () => {
    const actions = fc.array(fc.record({ text: hostile, ts: fc.double() }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(actions, hostile, (given, sessionId) => {
        const ref = newRef();
        const { lines, html } = renderNote({ sessionId, actions: given, binSeconds: 0, ref });
        const names = lines.map((line) => /^(session_id:|timestamp:|\[\d+\]|ref )/.exec(line)?.[1] ?? line);
        expect(names).toEqual(['session_id:', 'timestamp:', '', ...given.map((_, n) => `[${n + 1}]`), '', 'ref ']);
        const shown = convert(html, { wordwrap: false, whitespaceCharacters: ' \t\r\n\f' }).split('\n');
        expect(shown.filter((line) => line === `ref ${ref}`)).toHaveLength(1);
        expect(shown.at(-1)).toBe(`ref ${ref}`);
        expect(html.replace(/<\/?p>|<br>/g, '')).not.toMatch(/[<>"]/);
      }),
      RUNS,
    );
  });

  it('counts no less than it takes, so that a note of many never outgrows its limit', () => {
    const action = fc.record({
      text: fc.tuple(hostile, fc.integer({ min: 1, max: 60 })).map(([unit, n]) => cut(oneLine(unit.repeat(n)), 1000)),
      ts: fc.double(),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), hostile, (all, sessionId) => {
        let room = NOTE_LIMIT - noteOverhead(sessionId);
        const fitting = all.filter(({ text }) => (room -= lineCost(text)) >= 0);
        const { lines } = renderNote({ sessionId, actions: fitting, binSeconds: 1, ref: newRef() });
        expect(lines.join('\n').length).toBeLessThanOrEqual(NOTE_LIMIT);
      }),
      RUNS,
    );
  });

  it('leads a replay link to no other place than the template says', () => {
    const template = 'https://replay.example/p/{session_id}?t={timestamp}#{offset}';
    fc.assert(
      fc.property(hostile, fc.double(), fc.double(), (sessionId, at, sessionStartedAt) => {
        const link = replayLink({ template, sessionStartedAt }, sessionId, at);
        if (link === null) return;
        const url = new URL(link);
        expect(link).toMatch(/^[\x21-\x7e]+$/);
        expect(link).not.toMatch(/["<>]/);
        expect(url.origin).toBe('https://replay.example');
        expect(url.search).toMatch(/^\?t=-?\d+$/);
        expect(url.hash).toMatch(/^#\d+$/);
      }),
      RUNS,
    );
  });
});
