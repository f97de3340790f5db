import fc from 'fast-check';
import { Mask } from '@app/masks';
import { type Frame, normalise, parseFrame, type SessionEvent } from './frame';

const mask = new Mask();

const action = (fields: object = {}) => ({
  index: 0,
  type: 'click',
  title: 'Sign up',
  description: 'User clicked Sign up',
  timestamp_start: 1705322090.5,
  timestamp_end: 1705322091,
  raw_url: 'https://shop.example/pricing?x=1',
  canonical_url: 'https://shop.example/pricing',
  ...fields,
});
const payload = (fields: object = {}) => ({
  type: 'actions',
  product_id: 'p1',
  session_id: 's1',
  user_id: 'u1',
  email: 'Ann@Example.com',
  count: 1,
  forwarded_at: 1705322092.25,
  actions: [action()],
  ...fields,
});
const event = (fields: object = {}): SessionEvent => {
  const frame = normalise(payload(fields), 'p1', mask);
  if (frame.kind !== 'actions') throw new Error(`expected actions, got ${frame.kind}`);
  return frame;
};

describe('parseFrame', () => {
  it('keeps of a payload what notes, links and summaries need', () => {
    expect(parseFrame(JSON.stringify(payload()), 'p1', mask)).toEqual({
      kind: 'actions',
      eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
      sessionId: 's1',
      userId: 'u1',
      email: 'Ann@Example.com',
      conversationId: null,
      forwardedAt: 1705322092250,
      actions: [
        { i: 0, type: 'click', text: 'User clicked Sign up', ts: 1705322090.5, url: 'https://shop.example/pricing' },
      ],
      counts: { droppedElements: 0, droppedActions: 0, excessActions: 0, countMismatch: false },
    });
  });

  it.each(['', '{', 'nonsense', '{"type":"actions"', '\u0000'])('calls %j malformed', (raw) => {
    expect(parseFrame(raw, 'p1', mask)).toMatchObject({ kind: 'malformed', reason: 'not JSON' });
  });

  it.each(['null', '7', '"text"', '[]', 'true'])('calls %s malformed: not an object', (raw) => {
    expect(parseFrame(raw, 'p1', mask).kind).toBe('malformed');
  });

  it('ignores other types by name, cut', () => {
    expect(normalise({ type: 'usertour_trigger' }, 'p1', mask)).toMatchObject({
      kind: 'ignored',
      type: 'usertour_trigger',
    });
    expect(normalise({ type: 'x'.repeat(1e6) }, 'p1', mask)).toMatchObject({
      kind: 'ignored',
      type: `${'x'.repeat(39)}…`,
    });
    expect(normalise({}, 'p1', mask)).toMatchObject({ kind: 'ignored', type: '' });
  });

  it('fills defaults for null, missing and wrongly typed fields', () => {
    const nulls = {
      index: null,
      type: null,
      timestamp_start: null,
      timestamp_end: null,
      canonical_url: null,
      raw_url: null,
    };
    const wrong = { index: {}, type: 3, timestamp_start: 'soon', timestamp_end: [], canonical_url: false, raw_url: 1 };
    const expected = [{ i: 0, type: '', text: 'User clicked Sign up', ts: 0, url: '' }];
    expect(
      event({ actions: [action(nulls)], user_id: null, email: null, forwarded_at: null, count: null }),
    ).toMatchObject({
      actions: expected,
      userId: '',
      email: '',
      forwardedAt: null,
    });
    expect(event({ actions: [action(wrong)], user_id: {}, email: 7 })).toMatchObject({
      actions: expected,
      userId: '',
      email: '7',
    });
    expect(event({ actions: [{ description: 'd' }] }).actions).toEqual([{ i: 0, type: '', text: 'd', ts: 0, url: '' }]);
  });

  it('reads numbers that came as text, and ids that came as numbers', () => {
    const read = event({
      session_id: 42,
      user_id: 48213,
      forwarded_at: '1705322092',
      actions: [action({ index: '3', timestamp_start: '1705322090.5' })],
    });
    expect(read).toMatchObject({
      sessionId: '42',
      userId: '48213',
      forwardedAt: 1705322092000,
      actions: [{ i: 3, ts: 1705322090.5 }],
    });
  });

  it.each([
    [1705322092123, 1705322092123],
    ['2024-01-15T12:34:52.250Z', 1705322092250],
    ['yesterday', null],
    [{}, null],
  ])('reads forwarded_at %j', (forwarded_at, expected) => expect(event({ forwarded_at }).forwardedAt).toBe(expected));

  it('takes the description, else the title, as one masked line of at most 1,000 characters', () => {
    const texts = (fields: object) => event({ actions: [action(fields)] }).actions[0]?.text;
    expect(texts({ description: '  a\n\tb\u0000\u00a0 c ' })).toBe('a b c');
    expect(texts({ description: ' \n ' })).toBe('Sign up');
    expect(texts({ description: 12 })).toBe('Sign up');
    expect(texts({ description: 'paid with 4242 4242\n4242 4242' })).toBe('paid with •••');
    expect(texts({ description: 'x'.repeat(1000) })).toBe('x'.repeat(1000));
    expect(texts({ description: 'x'.repeat(1e6) })).toBe(`${'x'.repeat(999)}…`);
    expect(texts({ description: `${'x'.repeat(998)}😀😀` })).toBe(`${'x'.repeat(998)}…`);
    expect(texts({ description: 'lone \ud800 half' })).toBe('lone \ufffd half');
    // An invisible character hides white space from the first trim; masking takes it away.
    expect(texts({ description: '\ufff9\u0003b \u200b c\n\u200b' })).toBe('b c');
    expect(texts({ description: '\u200b \u200b' })).toBe('Sign up');
    expect(event({ actions: [action({ canonical_url: '\u200b https://a.example/x \u200b' })] }).actions[0]?.url).toBe(
      'https://a.example/x',
    );
    expect(
      event({ actions: [action({ canonical_url: `https://a.example/?token=abc&x=${'y'.repeat(500)}` })] }).actions[0]
        ?.url,
    ).toMatch(/^https:\/\/a\.example\/\?token=•••&x=y+…$/);
  });

  it('drops what is no action, counts it, and keeps the rest', () => {
    const frame = normalise(
      payload({ count: 6, actions: [null, 'x', 7, [], action({ description: '', title: null }), action()] }),
      'p1',
      mask,
    );
    expect(frame).toMatchObject({
      kind: 'actions',
      counts: { droppedElements: 4, droppedActions: 1, excessActions: 0, countMismatch: false },
    });
    expect((frame as SessionEvent).actions).toHaveLength(1);
  });

  it('keeps the first 500 actions of a payload, and counts the rest', () => {
    const many = Array.from({ length: 702 }, (_, i) => (i < 2 ? null : action({ description: `step ${i}` })));
    const frame = normalise(payload({ count: 702, actions: many }), 'p1', mask) as SessionEvent & Frame;
    expect(frame.counts).toEqual({ droppedElements: 2, droppedActions: 0, excessActions: 200, countMismatch: false });
    expect(frame.actions).toHaveLength(500);
    expect(frame.actions.at(-1)!.text).toBe('step 501');
  });

  it('lets the length win over count', () => {
    expect(normalise(payload({ count: 7 }), 'p1', mask)).toMatchObject({
      kind: 'actions',
      counts: { countMismatch: true },
    });
    expect(normalise(payload({ count: undefined }), 'p1', mask)).toMatchObject({ counts: { countMismatch: false } });
  });

  it.each([[[]], [null], [[null]], [[{}]], [[{ type: 'click' }]]])('admits nothing of actions %j', (actions) => {
    expect(normalise(payload({ actions }), 'p1', mask).kind).toBe('empty');
  });

  it.each([[{}], ['x'], [5], [true]])('calls actions %j malformed', (actions) => {
    expect(normalise(payload({ actions }), 'p1', mask).kind).toBe('malformed');
  });

  it.each([null, undefined, '', '   '])('counts the actions of session %j as anonymous', (session_id) => {
    expect(normalise(payload({ session_id, actions: [action(), action()] }), 'p1', mask)).toMatchObject({
      kind: 'anonymous',
      actions: 2,
    });
  });

  it.each([[{}], [[]], [true], ['s'.repeat(257)]])('calls an unusable session id malformed', (session_id) => {
    expect(normalise(payload({ session_id }), 'p1', mask).kind).toBe('malformed');
    expect(normalise({ ...payload({ session_id }), type: 'summary' }, 'p1', mask).kind).toBe('malformed');
  });

  it('keeps finite timestamps however absurd, and makes the others 0', () => {
    const at = (timestamp_start: unknown) => event({ actions: [action({ timestamp_start })] }).actions[0]?.ts;
    expect([at(-5), at(1e300), at(NaN), at(Infinity), at('-Infinity')]).toEqual([-5, 1e300, 0, 0, 0]);
    expect(parseFrame(JSON.stringify(payload()).replace('1705322090.5', '1e999'), 'p1', mask)).toMatchObject({
      actions: [{ ts: 0 }],
    });
  });

  it('takes the link of the connector when it is an id', () => {
    expect(event({ conversation_id: '215480000412907' }).conversationId).toBe('215480000412907');
    expect(event({ conversation_id: 215480000412907 }).conversationId).toBe('215480000412907');
    for (const conversation_id of ['', '../me', 'a b', {}, null, 'x'.repeat(65)])
      expect(event({ conversation_id }).conversationId).toBeNull();
  });

  it('is not fooled by __proto__, constructor or toString', () => {
    const raw =
      '{"type":"actions","session_id":"s1","__proto__":{"user_id":"evil"},"constructor":1,"actions":[{"__proto__":{"description":"evil"},"title":"t","toString":5}]}';
    expect(parseFrame(raw, 'p1', mask)).toMatchObject({ kind: 'actions', userId: '', actions: [{ text: 't' }] });
    expect(({} as Record<string, unknown>).user_id).toBeUndefined();
  });

  it('survives any JSON value in any place', () => {
    const any = fc.jsonValue({ maxDepth: 3 });
    const shaped = fc.record({
      type: fc.constantFrom('actions', 'summary'),
      session_id: any,
      actions: fc.oneof(any, fc.array(any)),
      user_id: any,
      email: any,
      count: any,
      summary: any,
      replaces: any,
      forwarded_at: any,
      conversation_id: any,
    });
    fc.assert(
      fc.property(fc.oneof(any, shaped), (value) => {
        const frame: Frame = normalise(value, 'p1', mask);
        if (frame.kind === 'actions') expect(frame.actions.length).toBeGreaterThan(0);
        expect(JSON.parse(JSON.stringify(frame))).toEqual(frame);
      }),
    );
  });
});

describe('the event id', () => {
  it('is the same for stream and push, whatever differs around the actions', () => {
    const id = event().eventId;
    expect(event({ forwarded_at: 1, count: 9, user_id: 'other', conversation_id: '9' }).eventId).toBe(id);
    expect(event({ actions: [{ ...action(), email: 'x', extra: 1 }] }).eventId).toBe(id);
    expect(event({ actions: [Object.fromEntries(Object.entries(action()).reverse())] }).eventId).toBe(id);
  });

  it('is another for another session, product, order or text behind the mask', () => {
    const ids = [
      event(),
      event({ session_id: 's2' }),
      event({ actions: [action(), action()] }),
      event({ actions: [action({ description: 'card 4242424242424242' })] }),
      event({ actions: [action({ description: 'card 4111111111111111' })] }),
      event({ actions: [action({ index: 1 })] }),
    ].map(({ eventId }) => eventId);
    expect(new Set([...ids, (normalise(payload(), 'p2', mask) as SessionEvent).eventId]).size).toBe(7);
  });
});

describe('summary frames', () => {
  const summary = (fields: object) =>
    normalise(
      { type: 'summary', session_id: 's1', summary: 'Ann looked at prices.', replaces: 3, ...fields },
      'p1',
      mask,
    );

  it('keeps the masked prose and what it replaces', () => {
    expect(summary({ summary: 'She typed password=hunter2\n\nand left.' })).toMatchObject({
      kind: 'summary',
      summary: 'She typed password=•••\n\nand left.',
      replaces: 3,
    });
    expect(summary({ summary: 'y'.repeat(1e6) })).toMatchObject({ summary: `${'y'.repeat(2999)}…` });
  });

  it.each([
    [-4, 0],
    [2.9, 2],
    [null, 0],
    ['12', 12],
    [1e300, Number.MAX_SAFE_INTEGER],
  ])('reads replaces %j as %j', (replaces, expected) =>
    expect(summary({ replaces })).toMatchObject({ replaces: expected }),
  );

  it('admits no empty prose and no anonymous session', () => {
    expect(summary({ summary: ' ' }).kind).toBe('empty');
    expect(summary({ summary: {} }).kind).toBe('empty');
    expect(summary({ summary: '\u200b \n\u200b' }).kind).toBe('empty');
    expect(summary({ session_id: null })).toMatchObject({ kind: 'anonymous', actions: 0 });
  });
});
