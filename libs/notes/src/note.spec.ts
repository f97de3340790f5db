import fc from 'fast-check';
import { convert } from 'html-to-text';
import { lineCost, NOTE_LIMIT, noteOverhead, newRef, oneLine, renderNote, renderSummary } from '.';

const ref = '0123456789ab';
const at = Date.UTC(2024, 0, 15, 12, 34, 50) / 1000;
const rendered = (html: string) =>
  convert(html, {
    wordwrap: false,
    whitespaceCharacters: ' \t\r\n\f',
    selectors: [{ selector: 'a', options: { ignoreHref: true } }],
  }).split('\n');

const text = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '&lt;b&gt;',
      '</p><img src=x onerror=1>',
      '😀'.repeat(80),
      '\'"',
      'ref 0123456789ab',
    ),
  )
  .map(oneLine);
const time = fc.oneof(
  fc.double(),
  fc.integer({ min: at - 30, max: at + 30 }),
  fc.constantFrom(-5, 1e18, -1e300, NaN, Infinity),
);
const template = 'https://replay.example/{session_id}?t={timestamp}&o={offset}';

describe('renderNote', () => {
  it('is the note of the contract, line by line', () => {
    const note = renderNote({
      sessionId: 'abc123',
      actions: [
        { text: 'User submitted Payment form on the checkout page', ts: at + 1 },
        { text: 'User clicked Sign up button on the pricing page', ts: at },
        { text: 'User clicked Confirm plan button on the checkout page', ts: at + 0.9 },
      ],
      binSeconds: 3,
      ref,
    });
    expect(note.lines).toEqual([
      'session_id: abc123',
      'timestamp: 2024-01-15 12:34:50 UTC',
      '',
      '[1] User clicked Sign up button on the pricing page',
      '[2] User clicked Confirm plan button on the checkout page',
      '',
      '[3] User submitted Payment form on the checkout page',
      '',
      'ref 0123456789ab',
    ]);
    expect(note.html).toBe(
      '<p>session_id: abc123<br>timestamp: 2024-01-15 12:34:50 UTC</p><p>[1] User clicked Sign up button on the pricing page<br>[2] User clicked Confirm plan button on the checkout page</p><p>[3] User submitted Payment form on the checkout page</p><p>ref 0123456789ab</p>',
    );
  });

  it('has no gaps without bins, and keeps the order of equal times', () => {
    const actions = [3, 1, 2].map((n) => ({ text: `t${n}`, ts: at }));
    expect(
      renderNote({
        sessionId: 's',
        actions: [...actions, { text: 'later', ts: at + 100 }],
        binSeconds: 0,
        ref,
      }).lines.slice(2),
    ).toEqual(['', '[1] t3', '[2] t1', '[3] t2', '[4] later', '', `ref ${ref}`]);
  });

  it('puts the replay link before the ref, everything in it encoded', () => {
    const note = renderNote({
      sessionId: 'a"b&c/😀',
      actions: [{ text: 'x', ts: at + 7.9 }],
      binSeconds: 0,
      ref,
      replay: { template, sessionStartedAt: at },
    });
    const link = `https://replay.example/a%22b%26c%2F%F0%9F%98%80?t=${at + 7}&o=7`;
    expect(note.lines.slice(-3)).toEqual(['', `replay ${link}`, `ref ${ref}`]);
    expect(note.html).toContain(
      `replay <a href="${link.replace('&', '&amp;')}">${link.replace('&', '&amp;')}</a><br>ref ${ref}</p>`,
    );
  });

  it('says that it is late', () => {
    const { lines } = renderNote({
      sessionId: 's',
      actions: [{ text: 'x', ts: at }],
      binSeconds: 0,
      ref,
      late: { originally: new Date(at * 1000) },
    });
    expect(lines[2]).toBe('sent late: delivery failed at first, 2024-01-15 12:34:50 UTC');
  });

  it.each([
    [-5, '1969-12-31 23:59:55'],
    [1e18, '9999-12-31 23:59:59'],
    [-1e18, '0000-01-01 00:00:00'],
    [NaN, '1970-01-01 00:00:00'],
  ])('prints timestamp %p as %s', (ts, expected) => {
    expect(renderNote({ sessionId: 's', actions: [{ text: 'x', ts }], binSeconds: 3, ref }).lines[1]).toBe(
      `timestamp: ${expected} UTC`,
    );
  });

  it('renders to exactly its lines, and to no markup but ours, whatever the text', () => {
    const actions = fc.array(fc.record({ text, ts: time }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(
        actions,
        fc.string({ unit: 'binary' }),
        fc.constantFrom(0, 3),
        fc.boolean(),
        time,
        (list, sessionId, binSeconds, linked, sessionStartedAt) => {
          const note = renderNote({
            sessionId,
            actions: list,
            binSeconds,
            ref,
            replay: linked ? { template, sessionStartedAt } : undefined,
          });
          expect(rendered(note.html)).toEqual(note.lines);
          expect(note.html.replace(/<\/?p>|<br>|<a href="https:\/\/replay\.example\/[^"<>]*">|<\/a>/g, '')).not.toMatch(
            /[<>"]/,
          );
          expect(note.lines.at(-1)).toBe(`ref ${ref}`);
        },
      ),
    );
  });

  it('is at most as long as its costs say', () => {
    const long = fc.tuple(text, fc.integer({ min: 1, max: 200 })).map(([unit, n]) => unit.repeat(n).slice(0, 1000));
    fc.assert(
      fc.property(
        fc.array(fc.record({ text: long, ts: time }), { minLength: 1 }),
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.boolean(),
        fc.boolean(),
        (all, sessionId, linked, isLate) => {
          let room = NOTE_LIMIT - noteOverhead(sessionId, linked ? template : undefined);
          const actions = all.filter((action) => (room -= lineCost(action.text)) >= 0);
          const note = renderNote({
            sessionId,
            actions,
            binSeconds: 3,
            ref,
            replay: linked ? { template, sessionStartedAt: -1e18 } : undefined,
            late: isLate ? { originally: new Date(NaN) } : undefined,
          });
          expect(note.lines.join('\n').length).toBeLessThanOrEqual(NOTE_LIMIT);
        },
      ),
    );
  });

  it('always has room for the longest action beside the longest session id and link', () => {
    const overhead = noteOverhead('\u{1F600}'.repeat(128), `https://replay.example/${'{session_id}/'.repeat(9)}`);
    expect(NOTE_LIMIT - overhead).toBeGreaterThan(lineCost('x'.repeat(1000)));
  });

  it('leaves out a link that leaves no room', () => {
    const replay = { template: `https://replay.example/${'{session_id}'.repeat(9)}`, sessionStartedAt: at };
    expect(
      renderNote({
        sessionId: 'x'.repeat(256),
        actions: [{ text: 'x', ts: at }],
        binSeconds: 0,
        ref,
        replay,
      }).lines.join('\n'),
    ).not.toContain('replay');
  });
});

describe('renderSummary', () => {
  it('has the two header lines, the prose and the footer', () => {
    const { lines, html } = renderSummary({
      sessionId: 'abc123',
      now: new Date(at * 1000),
      prose: ' She compared\nplans. \n \n\n<b>Then</b> paid. ',
      ref,
    });
    expect(lines).toEqual([
      'session_id: abc123',
      'timestamp: 2024-01-15 12:34:50 UTC',
      '',
      'She compared plans.',
      '',
      '<b>Then</b> paid.',
      '',
      `ref ${ref}`,
    ]);
    expect(html).toContain('<p>&lt;b&gt;Then&lt;/b&gt; paid.</p>');
  });

  it('says that it is late', () => {
    const late = { originally: new Date(at * 1000) };
    const { lines } = renderSummary({ sessionId: 's', now: new Date(at * 1000 + 60_000), prose: 'p', ref, late });
    expect(lines[2]).toBe('sent late: delivery failed at first, 2024-01-15 12:34:50 UTC');
  });

  it('fits and renders to its lines, whatever the prose', () => {
    const prose = fc
      .tuple(fc.array(text, { maxLength: 40 }), fc.constantFrom('\n', '\n\n', ' '), fc.integer({ min: 1, max: 50 }))
      .map(([parts, glue, n]) => parts.join(glue).repeat(n));
    fc.assert(
      fc.property(prose, fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), (outside, sessionId, linked) => {
        const note = renderSummary({
          sessionId,
          now: new Date(at * 1000),
          prose: outside,
          ref,
          replay: linked ? { template, sessionStartedAt: at } : undefined,
        });
        expect(rendered(note.html)).toEqual(note.lines);
        expect(note.lines.join('\n').length).toBeLessThanOrEqual(NOTE_LIMIT);
        expect(note.lines.at(-1)).toBe(`ref ${ref}`);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('fits where the cut falls between two paragraphs', () => {
    for (let length = 4700; length < 5000; length++) {
      const note = renderSummary({
        sessionId: 's',
        now: new Date(at * 1000),
        prose: `${'x'.repeat(length)}\n\nmore`,
        ref,
      });
      expect(rendered(note.html)).toEqual(note.lines);
    }
  });
});

describe('references', () => {
  it('are 12 unambiguous characters, and no two alike', () => {
    const refs = Array.from({ length: 1000 }, newRef);
    expect(new Set(refs).size).toBe(1000);
    for (const one of refs) expect(one).toMatch(/^[0-9a-hjkmnp-tv-z]{12}$/);
  });
});

describe('the link to the replay', () => {
  const note = (
    sessionId: string,
    ts: number,
    template = 'https://r.example/{session_id}?o={offset}&ms={timestamp_ms}',
  ) =>
    renderNote({
      sessionId,
      actions: [{ text: 'a', ts }],
      binSeconds: 0,
      ref: 'r',
      replay: { template, sessionStartedAt: ts - 60 },
    }).lines.at(-2);
  const madeAt = 1_732_481_000;
  const id = (ms: number) => {
    const hex = ms.toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8def-0123456789ab`;
  };

  it('counts from the time in a UUIDv7 session id, which is when the recording began', () => {
    const ts = madeAt + 100.25;
    expect(note(id(madeAt * 1000), ts)).toBe(`replay https://r.example/${id(madeAt * 1000)}?o=100&ms=1732481100250`);
  });

  it.each([
    ['is no UUIDv7', 's'],
    ['lies after the first action', id((madeAt + 1000) * 1000)],
    ['lies more than a day before it', id((madeAt - 90_000) * 1000)],
  ])('counts from the first action where that time %s', (_, sessionId) => {
    expect(note(sessionId, madeAt)).toContain('?o=60&');
  });

  it('of a summary leads to the first action that it covers', () => {
    const { lines } = renderSummary({
      sessionId: 's',
      now: new Date(0),
      prose: 'They left.',
      by: 'gpt-4o-mini-2024-07-18',
      since: 200,
      ref: 'r',
      replay: { template: 'https://r.example/{session_id}?t={timestamp}', sessionStartedAt: 100 },
    });
    expect(lines.slice(2)).toEqual([
      '',
      'They left.',
      '',
      'Summary by gpt-4o-mini-2024-07-18',
      '',
      'replay https://r.example/s?t=200',
      'ref r',
    ]);
  });

  it('a summary by somebody with a long name is no longer than a note', () => {
    const by = 'model '.repeat(40);
    const { lines } = renderSummary({ sessionId: 's', now: new Date(0), prose: 'x'.repeat(6000), by, ref: 'r' });
    expect(lines.join('\n').length).toBeLessThanOrEqual(5000);
  });
});
