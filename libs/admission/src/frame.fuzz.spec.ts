import { Mask } from '@app/masks';
import { actionItem, readAction, readProse, summaryItem } from '@app/sessions';
import fc from 'fast-check';
import { type Frame, normalise, parseFrame, type SessionEvent } from './frame';

const mask = new Mask();

const RUNS = { numRuns: 1000, endOnFailure: true };

/** Any text that JSON can carry: emoji, halves of them, control characters, long ones, and what other code may trip over. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)))
      .map((all) => all.join('')),
  },
  fc
    .tuple(
      fc.constantFrom('x', '😀', ' ', '\n', 'a\u0000', '\ud800', '<b>', '|', '4242 '),
      fc.integer({ min: 1, max: 3000 }),
    )
    .map(([unit, n]) => unit.repeat(n)),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'null',
    '\u2028',
    '..',
    '1|2|{}',
    's1|0|"x"',
    'password=hunter2',
    '</p>',
    '%00',
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 1.7e308, -1.7e308, 5e-324, 1e21, -1, 2 ** 53, 8.64e15, 1_795_350_000.123),
  fc.constantFrom('1705322090.5', '-1e400', '0x10', ' 7 ', '1_000', 'Infinity'),
);
const wrong: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, undefined, true, [], {}, '', 0),
  fc.jsonValue({ maxDepth: 2 }),
  text,
  number,
);
const key = fc.constantFrom('__proto__', 'constructor', 'toString', 'extra', 'session_id', 'type');
const field = (right: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: wrong });
const orNot = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.record(shape, { requiredKeys: [] });

const action = orNot({
  index: field(number),
  type: field(text),
  title: field(text),
  description: field(text),
  timestamp_start: field(number),
  timestamp_end: field(number),
  raw_url: field(text),
  canonical_url: field(text),
});
const frame = fc
  .tuple(
    orNot({
      type: fc.oneof({ weight: 8, arbitrary: fc.constant('actions') }, fc.constant('summary'), wrong),
      product_id: field(text),
      session_id: field(text),
      user_id: field(text),
      email: field(text),
      count: field(number),
      forwarded_at: field(number),
      conversation_id: field(text),
      actions: field(fc.array(fc.oneof({ weight: 5, arbitrary: action }, wrong), { maxLength: 12 })),
      summary: field(text),
      replaces: field(number),
    }),
    fc.array(fc.tuple(key, wrong), { maxLength: 2 }),
  )
  .map(([fields, more]) => {
    // Own properties, as JSON.parse makes them, also of __proto__.
    for (const [name, value] of more)
      Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true });
    return fields as Record<string, unknown>;
  });

const isLine = (value: string, max: number) => {
  expect(value.length).toBeLessThanOrEqual(max);
  expect(value).not.toMatch(/\p{Cc}|\p{Surrogate}/u);
  expect(value).toBe(value.trim());
};

/** What the rest of the service builds on. */
function expectWithinBounds(read: Frame): void {
  switch (read.kind) {
    case 'actions':
      expect(read.actions.length).toBeGreaterThan(0);
      expect(read.sessionId.trim()).not.toBe('');
      expect(read.sessionId.length).toBeLessThanOrEqual(256);
      expect(read.userId.length).toBeLessThanOrEqual(256);
      expect(read.email.length).toBeLessThanOrEqual(320);
      expect(read.conversationId ?? 'none').toMatch(/^[\w-]{1,64}$/);
      for (const { i, ts, type, text: line, url } of read.actions) {
        expect([i, ts].every(Number.isFinite)).toBe(true);
        expect(line).not.toBe('');
        isLine(line, 1000);
        isLine(type, 100);
        isLine(url, 300);
      }
      break;
    case 'summary':
      expect(read.summary.trim()).not.toBe('');
      expect(read.summary.length).toBeLessThanOrEqual(3000);
      expect(Number.isSafeInteger(read.replaces) && read.replaces >= 0).toBe(true);
      break;
    case 'ignored':
      isLine(read.type, 40);
      break;
    case 'malformed':
      expect(read.reason).toMatch(/^(not JSON|the frame is not|actions is not|session_id is)/);
      break;
    case 'anonymous':
      expect(Number.isSafeInteger(read.actions)).toBe(true);
  }
  if (read.kind === 'actions' || read.kind === 'summary') {
    expect(read.eventId).toMatch(/^[0-9a-f]{32}$/);
    expect(read.forwardedAt === null || Number.isFinite(read.forwardedAt)).toBe(true);
  }
}

describe('frames', () => {
  it('of any shape are read without a throw, into bounds', () => {
    fc.assert(
      fc.property(frame, (value) => expectWithinBounds(normalise(value, 'p1', mask))),
      RUNS,
    );
  });

  it('of any bytes are read without a throw, into bounds', () => {
    const edit = fc.tuple(
      fc.nat(),
      fc.nat(6),
      fc.constantFrom('', '"', '{', '[', '\\', ',', '\u0000', '\ud800', '9e999', 'null', '\n'),
    );
    const raw = fc.tuple(frame, fc.array(edit, { maxLength: 4 })).map(([value, edits]) =>
      edits.reduce((json, [at, cut, put]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + put + json.slice(place + cut);
      }, JSON.stringify(value)),
    );
    fc.assert(
      fc.property(fc.oneof(raw, text), (data) => expectWithinBounds(parseFrame(data, 'p1', mask))),
      RUNS,
    );
  });

  it('account for every element of their actions', () => {
    fc.assert(
      fc.property(frame, (value) => {
        const read = normalise(value, 'p1', mask);
        if (read.kind !== 'actions' && read.kind !== 'empty') return;
        if (value.type === 'summary') return;
        const kept = read.kind === 'actions' ? read.actions.length : 0;
        const given = Array.isArray(value.actions) ? value.actions.length : 0;
        const { droppedElements, droppedActions, excessActions } = read.counts;
        expect(kept + droppedElements + droppedActions + excessActions).toBe(given);
      }),
      RUNS,
    );
  });

  it('leave no trace in the prototype of anything', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    fc.assert(
      fc.property(frame, (value) => void parseFrame(JSON.stringify(value), 'p1', mask)),
      RUNS,
    );
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    expect(({} as Record<string, unknown>).session_id).toBeUndefined();
  });

  it('become items of one line each, whose time Lua can read, and come back as they were', () => {
    fc.assert(
      fc.property(frame, (value) => {
        const read = normalise(value, 'p1', mask);
        if (read.kind === 'summary') {
          const item = summaryItem(read.summary, read.replaces);
          expect(item).toMatch(/^s\d+\|0\|"[^\n]*"$/);
          expect(readProse(item)).toBe(read.summary);
        }
        if (read.kind !== 'actions') return;
        for (const action of read.actions) {
          const item = actionItem(action);
          expect(item).toMatch(/^-?(\d+(\.\d+)?(e\+\d+)?|Infinity)\|\d+\|\{[^\n]*\}$/);
          expect(readAction(item)).toEqual(JSON.parse(JSON.stringify(action)));
        }
      }),
      RUNS,
    );
  });
});

describe('the event id', () => {
  const eventOf = (value: unknown) => normalise(value, 'p1', mask);
  const shuffled = <T>(value: T, seed: number): T => {
    if (Array.isArray(value)) return value.map((one) => shuffled<unknown>(one, seed)) as T;
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    for (let i = entries.length - 1; i > 0; i--) entries.push(...entries.splice((seed * (i + 3)) % (i + 1), 1));
    return Object.fromEntries(entries.map(([name, one]) => [name, shuffled<unknown>(one, seed)])) as T;
  };
  const event = fc.record({
    type: fc.constant('actions'),
    session_id: fc.string({ minLength: 1, maxLength: 20 }).filter((id) => id.trim() !== ''),
    actions: fc.array(
      fc.record({
        description: fc.string({ minLength: 1 }).filter((line) => /\w/.test(line)),
        title: text,
        timestamp_start: fc.double({ noNaN: true }),
        index: fc.nat(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  });
  const around = orNot({
    forwarded_at: wrong,
    count: wrong,
    user_id: wrong,
    email: wrong,
    conversation_id: wrong,
    product_id: wrong,
    extra: wrong,
  });

  it('is stable under the order of keys, the time of forwarding and all that is around the actions', () => {
    fc.assert(
      fc.property(event, around, around, fc.nat(100), (value, one, other, seed) => {
        const first = eventOf({ ...value, ...one }) as SessionEvent;
        const second = eventOf(shuffled({ ...other, ...value }, seed)) as SessionEvent;
        expect(first.kind).toBe('actions');
        expect(second.eventId).toBe(first.eventId);
        expect((parseFrame(JSON.stringify({ ...value, ...other }), 'p1', mask) as SessionEvent).eventId).toBe(
          first.eventId,
        );
      }),
      RUNS,
    );
  });

  it('is another for any other description, order or session', () => {
    fc.assert(
      fc.property(event, fc.nat(), (value, at) => {
        const { eventId } = eventOf(value) as SessionEvent;
        const actions = value.actions.map((one, i) =>
          i === at % value.actions.length ? { ...one, description: `${one.description}!` } : one,
        );
        const others: unknown[] = [
          { ...value, actions },
          { ...value, session_id: `${value.session_id.slice(0, 19)}.` },
          { ...value, actions: [...value.actions, value.actions[0]] },
        ];
        for (const changed of others.filter((one) => JSON.stringify(one) !== JSON.stringify(value)))
          expect((eventOf(changed) as SessionEvent).eventId).not.toBe(eventId);
      }),
      RUNS,
    );
  });
});
