import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { newRef } from '@app/notes';
import { actionItem, readAction, summaryItem } from './session.items';
import { RULES as PLAYED } from './session.play.fixture';
import type { SessionRules } from './session.rules';
import { SessionConnection } from './session.connection';
import { Sessions } from './sessions';
import { SessionView } from './session.view';
import type { AdmittedEvent, LinkRequest, NoteIntent } from './session.types';

const url = process.env.REDIS_URL;
if (!url) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

const RULES = { ...PLAYED, unlinkedBufferMax: 50 };

describe('Sessions', () => {
  const redis = new Redis(url);
  const prefixes: string[] = [];
  let clock = 0;

  const connections: Redis[] = [];
  const over = (prefix: string, rules: Partial<SessionRules> = {}) => {
    const connection = redis.duplicate();
    connections.push(connection);
    return new Sessions(new SessionConnection(connection, prefix, 'product', { ...RULES, ...rules }));
  };
  const open = (rules: Partial<SessionRules> = {}) => {
    const prefix = `spec-${randomUUID().slice(0, 8)}`;
    prefixes.push(prefix);
    return { prefix, sessions: over(prefix, rules) };
  };

  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.disconnect();
    for (const prefix of prefixes.splice(0)) {
      const keys = await redis.keys(`${prefix}:*`);
      if (keys.length) await redis.del(keys);
    }
  });
  afterAll(() => redis.quit());

  const action = (text: string, ts = Date.now() / 1000) => actionItem({ i: 0, type: 'click', text, ts, url: '' });
  const event = (
    sessionId: string,
    items: string[],
    who: { userId?: string; email?: string; conversationId?: string } = {},
  ) => ({
    eventId: randomUUID().replaceAll('-', ''),
    sessionId,
    userId: who.userId ?? '',
    email: who.email ?? '',
    conversationId: who.conversationId ?? null,
    items,
  });
  const arrive = async (sessions: Sessions, ...args: Parameters<typeof event>) => {
    return (await sessions.intake.admit([event(...args)]))[0]!.generation;
  };
  const fresh = async (sessions: Sessions, ...events: ReturnType<typeof event>[]) =>
    (await sessions.intake.admit(events)).map(({ sessionKey }) => sessionKey !== null);
  const request = (conversationId: string, who: Partial<LinkRequest> = {}): LinkRequest => ({
    notificationId: randomUUID(),
    conversationId,
    state: 'open',
    stateAt: ++clock,
    sessionId: null,
    externalId: '',
    email: '',
    contactId: '',
    ...who,
  });
  const texts = (intent: NoteIntent) => intent.items.map((item) => readAction(item).text);
  const begin = async (sessions: Sessions, sessionId: string, generation: number, owner = 'o') => {
    const step = await sessions.flushes.begin(sessions.intake.keyOf(sessionId), generation, owner, newRef());
    if (step.do !== 'post') throw new Error(`expected a note, got ${JSON.stringify(step)}`);
    return step;
  };
  const postAll = async (sessions: Sessions, sessionId: string, generation: number) => {
    const posted: string[][] = [];
    for (;;) {
      const step = await sessions.flushes.begin(sessions.intake.keyOf(sessionId), generation, 'o', newRef());
      if (step.do === 'stop') return posted;
      if (step.do === 'wait') {
        await sleep(step.ms);
        continue;
      }
      expect(await sessions.flushes.arm(sessions.intake.keyOf(sessionId), step.ref, 'o')).toBe('armed');
      posted.push(
        step.kind === 'summary' ? ['summary'] : step.kind === 'stream-summary' ? ['stream-summary'] : texts(step),
      );
      await sessions.flushes.commit(sessions.intake.keyOf(sessionId), step.ref, String(++clock));
    }
  };

  it('admits an event once, however often and by whomever it is delivered', async () => {
    const { sessions } = open();
    const same = event('s', [action('a')]);
    expect(await fresh(sessions, same, same)).toEqual([true, false]);
    expect(await fresh(sessions, same)).toEqual([false]);
  });

  it('remembers the last 256 events of a session, and takes none of them for another', async () => {
    const { sessions } = open();
    const events = Array.from({ length: 300 }, (_, i) => event('s', [action(`${i}`)]));
    // Bytes that begin in one id and end in the next are no id.
    const [first, second] = events.map(({ eventId }) => eventId.slice(0, 16));
    const between = { ...event('s', [action('x')]), eventId: first!.slice(8) + second!.slice(0, 8) };
    for (const [i, each] of events.entries()) {
      expect(await fresh(sessions, each)).toEqual([true]);
      if (i === 20)
        expect(await fresh(sessions, between, ...events.slice(0, 21))).toEqual([
          true,
          ...Array<boolean>(21).fill(false),
        ]);
    }
    expect(await fresh(sessions, ...events.slice(-256))).toEqual(Array<boolean>(256).fill(false));
  });

  it('knows every event again for 15 minutes, however many its session has', async () => {
    const { prefix, sessions } = open();
    const key = `${prefix}:s:${sessions.intake.keyOf('s')}:e`;
    const events = Array.from({ length: 3_000 }, (_, i) => event('s', [action(`${i}`)]));
    const deliver = async (some: typeof events) => {
      const told: boolean[] = [];
      for (let i = 0; i < some.length; i += 100) told.push(...(await fresh(sessions, ...some.slice(i, i + 100))));
      return told.filter(Boolean).length;
    };
    expect(await deliver(events)).toBe(3_000);
    // The second reader empties its buffer.
    expect(await deliver(events)).toBe(0);
    // Twenty minutes later: what is old goes, a few stay, and what came lately is known.
    const old = Math.floor(Date.now() / 1000 - 1200).toString(16);
    for (let i = 0; i < 2_000 / 8; i++) await redis.setrange(key, i * 72, old);
    const more = Array.from({ length: 100 }, (_, i) => event('s', [action(`more ${i}`)]));
    expect(await deliver(more)).toBe(100);
    expect(await redis.strlen(key)).toBeLessThan(2_000 * 9);
    expect(await deliver([...events.slice(2_000), ...more])).toBe(0);
    expect(await deliver(events.slice(0, 8))).toBe(8);
  });

  it('forgets the ids of a very busy session within half an hour, and those of others within a day', async () => {
    const { prefix, sessions } = open();
    for (const [name, count] of [
      ['busy', 1_000],
      ['calm', 100],
    ] as const) {
      await sessions.links.linkConversation(request(name, { sessionId: name }));
      for (let i = 0; i < count; i++) await sessions.intake.admit([event(name, [action(`${i}`)])]);
    }
    const life = (name: string) => redis.pttl(`${prefix}:s:${sessions.intake.keyOf(name)}:e`);
    expect(await life('busy')).toBeLessThanOrEqual(1_800_000);
    expect(await life('calm')).toBeGreaterThan(86_000_000);
  });

  it('knows the events that version 0.1.0 took in', async () => {
    const { prefix, sessions } = open();
    const events = Array.from({ length: 40 }, (_, i) => event('s', [action(`${i}`)]));
    const ids = Buffer.concat(events.map(({ eventId }) => Buffer.from(eventId.slice(0, 16), 'hex')));
    const key = `${prefix}:s:${sessions.intake.keyOf('s')}`;
    await redis.hset(key, { sid: 's', start: 1, last: 1, exp: 1, ev: ids.subarray(32 * 8) });
    await redis.set(`${key}:e`, ids.subarray(0, 32 * 8));
    for (let i = 0; i < 20; i++) {
      expect(await fresh(sessions, ...events)).toEqual(events.map(() => false));
      expect(await fresh(sessions, event('s', [action('new')]))).toEqual([true]);
    }
  });

  it('flushes what was in the buffer at the link as one note, and what came later as the next', async () => {
    const { sessions } = open();
    expect(await arrive(sessions, 's', [action('a'), action('b')], { userId: 'u' })).toBe(0);
    const linked = await sessions.links.linkConversation(request('c', { externalId: 'u' }));
    expect(linked).toMatchObject({ decision: 'linked_by_user', opened: [{ generation: 1 }] });
    expect(await arrive(sessions, 's', [action('later')])).toBe(0);
    const atLink = await begin(sessions, 's', 1);
    expect({ texts: texts(atLink), binned: atLink.binned }).toEqual({ texts: ['a', 'b'], binned: true });
    await sessions.flushes.arm(sessions.intake.keyOf('s'), atLink.ref, 'o');
    expect((await sessions.flushes.commit(sessions.intake.keyOf('s'), atLink.ref, '1')).result).toBe('more');
    const next = await begin(sessions, 's', 1);
    expect({ texts: texts(next), binned: next.binned }).toEqual({ texts: ['later'], binned: false });
  });

  /** As version 0.1.0 left a session whose payload no writer had appended. */
  const leaveOutbox = async (prefix: string, sessionKey: string, items: string[], msAgo: number, more = {}) => {
    const at = Date.now() - msAgo;
    const session = { sid: 's', start: at, last: at, exp: at, ...more };
    await redis.hset(`${prefix}:s:${sessionKey}`, session);
    await redis.rpush(`${prefix}:s:${sessionKey}:o`, ...items);
    await redis.zadd(`${prefix}:admitted`, at, sessionKey);
  };

  it('moves what 0.1.0 left in an outbox into the buffer, as of when it was admitted and before what comes now', async () => {
    const { prefix, sessions } = open({ preLinkWindowMs: 1000 });
    const then = Date.now() / 1000 - 60;
    const old = [action('too old', then - 2), action('a', then)];
    await leaveOutbox(prefix, sessions.intake.keyOf('s'), old, 60_000, { hint: 'c' });
    const [generation] = [await arrive(sessions, 's', [action('b')])];
    expect(await postAll(sessions, 's', generation)).toEqual([['a'], ['b']]);
    expect(await redis.exists(`${prefix}:admitted`, `${prefix}:s:${sessions.intake.keyOf('s')}:o`)).toBe(0);
  });

  it('finds an outbox of 0.1.0 by the sweep, and at the link', async () => {
    const { prefix, sessions } = open({ preLinkWindowMs: 1000 });
    const then = Date.now() / 1000 - 60;
    for (const name of ['s', 'linked later'])
      await leaveOutbox(
        prefix,
        sessions.intake.keyOf(name),
        [action('a', then)],
        60_000,
        name === 's' ? { hint: 'c' } : {},
      );
    const { opened } = await sessions.links.linkConversation(request('d', { sessionId: 'linked later' }));
    expect(await postAll(sessions, 'linked later', opened[0]!.generation)).toEqual([['a']]);
    expect(await sessions.sweeps.sweepOutboxes()).toEqual([sessions.intake.keyOf('s')]);
    const [flush] = await sessions.intake.appendOutboxes([sessions.intake.keyOf('s')]);
    expect(await postAll(sessions, 's', flush!.generation)).toEqual([['a']]);
    expect(await sessions.sweeps.sweepOutboxes()).toEqual([]);
  });

  it('forgets an outbox of 0.1.0 whose session is gone, and hides no other behind it', async () => {
    const { prefix, sessions } = open();
    await redis.zadd(`${prefix}:admitted`, ...Array.from({ length: 600 }, (_, i) => [i, `orphan-${i}`]).flat());
    await leaveOutbox(prefix, sessions.intake.keyOf('s'), [action('a')], 0, { hint: 'c' });
    await redis.rpush(`${prefix}:s:orphan-1:o`, 'text');
    await sessions.intake.appendOutboxes(await sessions.sweeps.sweepOutboxes());
    expect(await sessions.intake.appendOutboxes(await sessions.sweeps.sweepOutboxes())).toMatchObject([
      { generation: 1 },
    ]);
    expect(await redis.exists(`${prefix}:s:orphan-1:o`, `${prefix}:s:orphan-1`, `${prefix}:s:orphan-1:q`)).toBe(0);
  });

  it('a session with an open generation has no end, and gets one when nothing is left', async () => {
    const { prefix, sessions } = open();
    const [key, buffer] = ['', ':q'].map((name) => `${prefix}:s:${sessions.intake.keyOf('s')}${name}`) as [
      string,
      string,
    ];
    await arrive(sessions, 's', [action('a')], { userId: 'u' });
    expect([await redis.pttl(key), await redis.pttl(buffer)].every((ms) => ms > 0)).toBe(true);
    const { opened } = await sessions.links.linkConversation(request('c', { externalId: 'u' }));
    expect([await redis.pttl(key), await redis.pttl(buffer)]).toEqual([-1, -1]);
    await postAll(sessions, 's', opened[0]!.generation);
    expect(await redis.pttl(key)).toBeGreaterThan(RULES.ttlMs - 60_000);
    const generation = await arrive(sessions, 's', [action('b')]);
    expect([await redis.pttl(key), await redis.pttl(buffer)]).toEqual([-1, -1]);
    await postAll(sessions, 's', generation);
    expect(await redis.pttl(key)).toBeGreaterThan(RULES.ttlMs - 60_000);
  });

  it('finds a session by its user as soon as it is admitted', async () => {
    const { sessions } = open();
    await sessions.intake.admit([event('s', [action('a')], { userId: 'u' })]);
    expect((await sessions.links.linkConversation(request('c', { externalId: 'u' }))).decision).toBe('linked_by_user');
  });

  it('trims by arrivals only: what is older than the window goes, whatever its place', async () => {
    const { sessions } = open();
    const old = Date.now() / 1000 - 300;
    await arrive(sessions, 's', [action('a'), action('old', old), action('b')], { userId: 'u' });
    const { opened } = await sessions.links.linkConversation(request('c', { externalId: 'u' }));
    expect(await postAll(sessions, 's', opened[0]!.generation)).toEqual([['a', 'b']]);
  });

  it('keeps a limited number of actions of an unlinked session', async () => {
    const { sessions } = open();
    await arrive(
      sessions,
      's',
      Array.from({ length: 80 }, (_, i) => action(`a${i}`)),
      { userId: 'u' },
    );
    const { opened } = await sessions.links.linkConversation(request('c', { externalId: 'u' }));
    const posted = await postAll(sessions, 's', opened[0]!.generation);
    expect(posted.flat()).toHaveLength(50);
    expect(posted.flat().at(-1)).toBe('a79');
  });

  it('splits what does not fit one note between actions, and loses none', async () => {
    const { sessions } = open();
    const lines = Array.from({ length: 12 }, (_, i) => `${i}`.padEnd(900, 'x'));
    await arrive(
      sessions,
      's',
      lines.map((l) => action(l)),
      { userId: 'u' },
    );
    const { opened } = await sessions.links.linkConversation(request('c', { externalId: 'u' }));
    const posted = await postAll(sessions, 's', opened[0]!.generation);
    expect(posted.flat()).toEqual(lines);
    expect(posted.length).toBeGreaterThan(2);
  });

  it('never changes a link: a second conversation waits for a session that starts later', async () => {
    const { sessions } = open();
    await arrive(sessions, 's1', [action('a')], { userId: 'u' });
    await arrive(sessions, 's0', [action('b')], { userId: 'u' });
    await sessions.links.linkConversation(request('c1', { externalId: 'u' }));
    expect((await sessions.links.linkConversation(request('c2', { externalId: 'u' }))).decision).toBe(
      'session_has_other_conversation',
    );
    // the older session clicks on: it is not the one that c2 waits for
    expect(await arrive(sessions, 's1', [action('c')], { userId: 'u' })).toBe(0);
    await sleep(2);
    const generation = await arrive(sessions, 's2', [action('d')], { userId: 'u' });
    const intent = await begin(sessions, 's2', generation);
    expect(intent.conversationId).toBe('c2');
  });

  it('links the conversation that came before the first payload', async () => {
    const { sessions } = open();
    expect((await sessions.links.linkConversation(request('c', { externalId: 'u', email: 'U@x.y' }))).decision).toBe(
      'no_session',
    );
    const generation = await arrive(sessions, 's', [action('a')], { userId: 'u', email: 'u@x.y' });
    expect((await begin(sessions, 's', generation)).conversationId).toBe('c');
    expect(await arrive(sessions, 's2', [action('a')], { userId: 'u', email: 'u@x.y' })).toBe(0);
  });

  it('of several waiting conversations the one with the latest webhook wins', async () => {
    const { sessions } = open();
    await sessions.links.linkConversation(request('c1', { externalId: 'u' }));
    await sessions.links.linkConversation(request('c2', { externalId: 'u' }));
    const generation = await arrive(sessions, 's', [action('a')], { userId: 'u' });
    expect((await begin(sessions, 's', generation)).conversationId).toBe('c2');
  });

  it('links by attribute before the stream has shown the session', async () => {
    const { sessions } = open();
    expect((await sessions.links.linkConversation(request('c', { sessionId: 's' }))).decision).toBe(
      'linked_by_attribute',
    );
    const generation = await arrive(sessions, 's', [action('a')], { userId: 'u' });
    expect((await begin(sessions, 's', generation)).conversationId).toBe('c');
  });

  it('links by a conversation that the payload names', async () => {
    const { sessions } = open();
    const generation = await arrive(sessions, 's', [action('a')], { conversationId: 'c' });
    expect((await begin(sessions, 's', generation)).conversationId).toBe('c');
  });

  it.each([
    ['the same e-mail, no user id', {}, { email: 'A@x.y' }, 'linked_by_email'],
    [
      'another user who shares the e-mail',
      { userId: 'b' },
      { externalId: 'a', email: 'a@x.y' },
      'email_of_another_user',
    ],
    ['a lead who shares the e-mail with a user', { userId: 'b' }, { email: 'a@x.y' }, 'email_of_another_user'],
    ['nobody we know', { userId: 'b' }, { email: 'z@x.y' }, 'no_session'],
    ['no identity at all', {}, {}, 'contact_without_identity'],
  ])('a contact with %s', async (_, payload, contact, decision) => {
    const { sessions } = open();
    await arrive(sessions, 's', [action('a')], { email: 'a@x.y', ...payload });
    expect((await sessions.links.linkConversation(request('c', contact))).decision).toBe(decision);
  });

  it('does not guess between two users of one e-mail', async () => {
    const { sessions } = open();
    await arrive(sessions, 's1', [action('a')], { userId: 'a', email: 'x@x.y' });
    await arrive(sessions, 's2', [action('b')], { userId: 'b', email: 'x@x.y' });
    await arrive(sessions, 's3', [action('c')], { email: 'x@x.y' });
    expect((await sessions.links.linkConversation(request('c', { email: 'x@x.y' }))).decision).toBe('email_ambiguous');
  });

  it('applies a notification once, and tells its open flush again', async () => {
    const { sessions } = open();
    await arrive(sessions, 's', [action('a')], { userId: 'u' });
    const asked = request('c', { externalId: 'u' });
    const first = await sessions.links.linkConversation(asked);
    expect(await sessions.links.linkConversation(asked)).toEqual({ decision: 'duplicate', opened: first.opened });
  });

  it('holds a closed conversation and flushes as at the link when the user writes', async () => {
    const { sessions } = open();
    await arrive(sessions, 's', [action('a')], { userId: 'u' });
    const { opened } = await sessions.links.linkConversation(request('c', { externalId: 'u' }));
    await postAll(sessions, 's', opened[0]!.generation);
    await sessions.links.setConversationState({
      notificationId: null,
      conversationId: 'c',
      state: 'closed',
      stateAt: ++clock,
    });
    expect(await arrive(sessions, 's', [action('b')])).toBe(0);
    expect(await arrive(sessions, 's', [action('c')])).toBe(0);
    const woken = await sessions.links.linkConversation(request('c', { externalId: 'u' }));
    expect(woken.opened).toHaveLength(1);
    const note = await begin(sessions, 's', woken.opened[0]!.generation);
    expect({ texts: texts(note), binned: note.binned }).toEqual({ texts: ['b', 'c'], binned: true });
  });

  it('lets go what it held when QUIET_STATES is post after a restart, loses nothing on the way, and holds again after the next', async () => {
    const { prefix, sessions: hold } = open();
    const post = over(prefix, { holdQuietStates: false });
    const buffer = `${prefix}:s:${hold.intake.keyOf('s')}:q`;
    await hold.links.linkConversation(request('c', { sessionId: 's' }));
    const close = { notificationId: null, conversationId: 'c', state: 'closed' as const, stateAt: ++clock };
    await hold.links.setConversationState(close);
    await arrive(hold, 's', [action('held')]);
    expect(await redis.pttl(buffer)).toBeGreaterThan(0);
    expect(await hold.sweeps.sweepHeld()).toEqual([]);
    // What waits to be posted has no end, whoever let it go: the sweep, or the next arrival.
    const generation = await arrive(post, 's', [action('let go')]);
    expect(await redis.pttl(buffer)).toBe(-1);
    expect(await post.sweeps.sweepHeld()).toEqual([]);
    expect(await hold.flushes.begin(hold.intake.keyOf('s'), generation, 'o', 'r')).toEqual({ do: 'stop' });
    await arrive(hold, 's', [action('held again')]);
    const [opened] = await post.sweeps.sweepHeld();
    expect(await redis.pttl(buffer)).toBe(-1);
    expect(await postAll(post, 's', opened!.generation)).toEqual([['held', 'let go', 'held again']]);
    expect(await post.sweeps.sweepHeld()).toEqual([]);
  });

  it('an older state does not undo a newer one', async () => {
    const { sessions } = open();
    await sessions.links.setConversationState({
      notificationId: null,
      conversationId: 'c',
      state: 'open',
      stateAt: 20,
    });
    await sessions.links.setConversationState({
      notificationId: null,
      conversationId: 'c',
      state: 'closed',
      stateAt: 10,
    });
    await sessions.links.linkConversation({ ...request('c', { sessionId: 's' }), stateAt: 21 });
    expect(await arrive(sessions, 's', [action('a')])).toBe(1);
  });

  it('gives up an unsent note when the conversation is closed while it waits for its token', async () => {
    const { sessions } = open();
    await sessions.links.linkConversation(request('c', { sessionId: 's' }));
    const generation = await arrive(sessions, 's', [action('a')]);
    const note = await begin(sessions, 's', generation);
    await sessions.links.setConversationState({
      notificationId: null,
      conversationId: 'c',
      state: 'closed',
      stateAt: ++clock,
    });
    expect(await sessions.flushes.arm(sessions.intake.keyOf('s'), note.ref, 'o')).toBe('held');
    const { opened } = await sessions.links.setConversationState({
      notificationId: null,
      conversationId: 'c',
      state: 'open',
      stateAt: ++clock,
    });
    expect(texts(await begin(sessions, 's', opened[0]!.generation))).toEqual(['a']);
  });

  it('answers each of the sessions that are asked about together, also beside one whose keys are broken', async () => {
    const { sessions, prefix } = open();
    const generations = await Promise.all(
      ['a', 'b', 'c'].map(async (sessionId) => {
        await sessions.links.linkConversation(request(`c-${sessionId}`, { sessionId }));
        return arrive(sessions, sessionId, [action(sessionId)]);
      }),
    );
    await redis.set(`${prefix}:s:${sessions.intake.keyOf('b')}`, 'no hash');
    const steps = await Promise.allSettled(
      ['a', 'b', 'c'].map((sessionId, i) => begin(sessions, sessionId, generations[i]!)),
    );
    expect(steps.map((step) => (step.status === 'fulfilled' ? texts(step.value) : String(step.reason)))).toEqual([
      ['a'],
      expect.stringContaining('WRONGTYPE'),
      ['c'],
    ]);
  });

  it('fences the run that lost its session: it can neither arm nor begin', async () => {
    const { sessions } = open();
    await sessions.links.linkConversation(request('c', { sessionId: 's' }));
    const generation = await arrive(sessions, 's', [action('a')]);
    const first = await begin(sessions, 's', generation, 'first');
    const second = await begin(sessions, 's', generation, 'second');
    expect(second.ref).toBe(first.ref);
    expect(await sessions.flushes.arm(sessions.intake.keyOf('s'), first.ref, 'first')).toBe('fenced');
    expect(await sessions.flushes.arm(sessions.intake.keyOf('s'), second.ref, 'second')).toBe('armed');
    expect((await begin(sessions, 's', generation, 'third')).sentAt).toBeGreaterThan(0);
  });

  it('redacts the second copy of a note that is already recorded', async () => {
    const { sessions } = open();
    await sessions.links.linkConversation(request('c', { sessionId: 's' }));
    const note = await begin(sessions, 's', await arrive(sessions, 's', [action('a')]));
    await sessions.flushes.commit(sessions.intake.keyOf('s'), note.ref, '1');
    expect(await sessions.flushes.commit(sessions.intake.keyOf('s'), note.ref, '1')).toEqual({
      result: 'stale',
      summary: null,
      redact: [],
    });
    expect(await sessions.flushes.commit(sessions.intake.keyOf('s'), note.ref, '2')).toEqual({
      result: 'stale',
      summary: null,
      redact: ['2'],
    });
  });

  describe('summaries', () => {
    const note = async (sessions: Sessions, count: number, part: string) => {
      const generation = await arrive(
        sessions,
        's',
        Array.from({ length: count }, (_, i) => action(`${part}-${i}`)),
      );
      const intent = await begin(sessions, 's', generation);
      return sessions.flushes.commit(sessions.intake.keyOf('s'), intent.ref, part);
    };

    it('covers whole notes posted before the LLM was asked, redacts only those, and only after its own note', async () => {
      const { sessions } = open();
      const key = sessions.intake.keyOf('s');
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      expect((await note(sessions, 3, '1')).summary).toBeNull();
      expect((await note(sessions, 3, '2')).summary).toBe(0);
      expect((await sessions.summaries.freeze(key, 0)).covered).toHaveLength(6);
      expect(await note(sessions, 4, '3')).toEqual({ result: 'done', summary: null, redact: [] });
      expect((await sessions.summaries.freeze(key, 0)).covered).toHaveLength(6);
      const generation = await sessions.summaries.storeSummary(key, 0, { prose: 'prose', by: 'gpt', since: 0 });
      const summary = await begin(sessions, 's', generation);
      expect(summary.kind).toBe('summary');
      const after = await sessions.flushes.commit(key, summary.ref, '4');
      expect({ ...after, redact: after.redact.sort() }).toEqual({ result: 'done', summary: null, redact: ['1', '2'] });
      await sessions.redactions.redacted(key, '1');
      expect((await note(sessions, 1, '5')).summary).toBe(1);
      expect((await sessions.summaries.freeze(key, 1)).covered).toHaveLength(5);
    });

    it('is due again as soon as it is posted when enough came meanwhile', async () => {
      const { sessions } = open();
      const key = sessions.intake.keyOf('s');
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      await note(sessions, 5, '1');
      await sessions.summaries.freeze(key, 0);
      await note(sessions, 5, '2');
      const summary = await begin(
        sessions,
        's',
        await sessions.summaries.storeSummary(key, 0, { prose: 'prose', by: 'gpt', since: 0 }),
      );
      expect(await sessions.flushes.commit(key, summary.ref, '3')).toMatchObject({ summary: 1, redact: ['1'] });
    });

    it('redacts nothing with REDACT=off', async () => {
      const { sessions } = open({ redact: false });
      const key = sessions.intake.keyOf('s');
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      await note(sessions, 5, '1');
      await sessions.summaries.freeze(key, 0);
      const summary = await begin(
        sessions,
        's',
        await sessions.summaries.storeSummary(key, 0, { prose: 'prose', by: 'gpt', since: 0 }),
      );
      expect(await sessions.flushes.commit(key, summary.ref, '3')).toMatchObject({ redact: [] });
    });

    it('posts a summary of the stream in its place, covering whole notes of the oldest actions', async () => {
      const { sessions } = open({ ownSummaries: false });
      const key = sessions.intake.keyOf('s');
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      await note(sessions, 3, '1');
      await note(sessions, 3, '2');
      const generation = await arrive(sessions, 's', [summaryItem('prose', 5)]);
      const summary = await begin(sessions, 's', generation);
      expect(summary.kind).toBe('stream-summary');
      expect(await sessions.flushes.commit(key, summary.ref, '3')).toMatchObject({ redact: ['1'] });
    });
  });

  describe('dead letters', () => {
    it('buries a refused note with its actions, goes on, and sends it again late', async () => {
      const { sessions } = open();
      const key = sessions.intake.keyOf('s');
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      const generation = await arrive(sessions, 's', [action('bad')]);
      const bad = await begin(sessions, 's', generation);
      expect(await sessions.flushes.deadLetter(key, bad.ref, 'o', 'http_422')).toBe(true);
      await arrive(sessions, 's', [action('good')]);
      const good = await begin(sessions, 's', generation);
      expect(texts(good)).toEqual(['good']);
      expect((await sessions.flushes.commit(key, good.ref, '1')).result).toBe('done');
      const again = await sessions.deadLetters.requeue(key, bad.ref);
      const late = await begin(sessions, 's', again!);
      expect({ kind: late.kind, ref: late.ref, texts: texts(late) }).toEqual({
        kind: 'late',
        ref: bad.ref,
        texts: ['bad'],
      });
      expect((await sessions.flushes.commit(key, late.ref, '2')).result).toBe('done');
      expect(await sessions.deadLetters.requeue(key, bad.ref)).toBeNull();
    });

    it('expires unsent after its time, is counted as lost, in all and in its session, and one under way is not', async () => {
      const { prefix, sessions } = open();
      const key = sessions.intake.keyOf('s');
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      const generation = await arrive(sessions, 's', [action('a'), action('b')]);
      const deadLetter = async () => {
        const note = await begin(sessions, 's', generation);
        await sessions.flushes.deadLetter(key, note.ref, 'o', 'http_422');
        await redis.zadd(`${prefix}:dead`, Date.now() - RULES.ttlMs - 1_000, note.ref);
        return note.ref;
      };
      const lost = await deadLetter();
      await arrive(sessions, 's', [action('c')]);
      const underWay = await deadLetter();
      await sessions.deadLetters.requeue(key, underWay);
      expect(await sessions.sweeps.sweepDead()).toEqual([{ ref: lost, actions: 2 }]);
      expect(await sessions.sweeps.sweepDead()).toEqual([]);
      expect(await sessions.deadLetters.expired()).toBe(2);
      expect((await new SessionView(redis, prefix, 'product').session(key))?.expired).toBe(2);
      expect(await redis.zrange(`${prefix}:dead`, '0', '-1')).toEqual([underWay]);
      expect(await redis.exists(`${prefix}:dead:${lost}`)).toBe(0);
    });

    it('ends all of them, however many have expired', async () => {
      const { prefix, sessions } = open();
      const refs = Array.from({ length: 450 }, (_, i) => `ref${i}`);
      await redis.zadd(`${prefix}:dead`, ...refs.flatMap((ref) => ['1', ref]));
      const ended: string[] = [];
      for (let round = 0; round < 3; round++) ended.push(...(await sessions.sweeps.sweepDead()).map(({ ref }) => ref));
      expect(ended.sort()).toEqual(refs.sort());
      expect(await sessions.deadLetters.expired()).toBe(450);
    });
  });

  describe('the sweep', () => {
    const age = (prefix: string, set: string, key: string, ms: number) =>
      redis.zadd(`${prefix}:${set}`, Date.now() - ms, key);

    const overdue = async (sessions: Sessions) => {
      const found = [];
      for await (const page of sessions.sweeps.sweepDue()) found.push(...page);
      return found;
    };

    it('finds what was admitted by a process that died before it added the job', async () => {
      const { prefix, sessions } = open();
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      const sessionKey = sessions.intake.keyOf('s');
      const admitted = event('s', [action('a')]);
      const [{ generation }] = (await sessions.intake.admit([admitted])) as [AdmittedEvent];
      expect(await overdue(sessions)).toEqual([]);
      await age(prefix, 'due', sessionKey, 6_000);
      expect(await overdue(sessions)).toMatchObject([{ sessionKey, generation, eventId: admitted.eventId }]);
    });

    it('opens the next generation in place of one whose job is lost, once, and fences what still runs of it', async () => {
      const { sessions } = open();
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      const sessionKey = sessions.intake.keyOf('s');
      const generation = await arrive(sessions, 's', [action('a')]);
      expect(await sessions.sweeps.reopen(sessionKey, generation)).toBe(generation + 1);
      expect(await sessions.sweeps.reopen(sessionKey, generation)).toBe(0);
      expect(await sessions.flushes.begin(sessionKey, generation, 'o', 'r')).toEqual({ do: 'stop' });
      expect(texts(await begin(sessions, 's', generation + 1))).toEqual(['a']);
    });

    it('looks at every overdue session, however many there are, and forgets those that are gone', async () => {
      const { prefix, sessions } = open();
      const gone = Array.from({ length: 700 }, (_, i) => [Date.now() - 60_000, `gone-${i}`]).flat();
      await redis.zadd(`${prefix}:due`, ...gone);
      const names = Array.from({ length: 600 }, (_, i) => `s${i}`);
      for (const sessionId of names) await sessions.links.linkConversation(request(`c-${sessionId}`, { sessionId }));
      await sessions.intake.admit(names.map((name) => event(name, [action('a')])));
      for (const name of names) await age(prefix, 'due', sessions.intake.keyOf(name), 30_000);
      expect(new Set((await overdue(sessions)).map(({ sessionKey }) => sessionKey)).size).toBe(600);
      expect(await redis.zcard(`${prefix}:due`)).toBe(600);
    });

    it('takes a time for over that lies further ahead than any wait: the clock of Redis was set back', async () => {
      const { prefix, sessions } = open();
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      const sessionKey = sessions.intake.keyOf('s');
      const generation = await arrive(sessions, 's', [action('a')]);
      const hourAhead = Date.now() + 3_600_000;
      await begin(sessions, 's', generation);
      await sessions.flushes.defer(sessionKey, 'o', 300_000, 'unsent', 'http_503');
      await redis.hset(`${prefix}:s:${sessionKey}`, { wait: hourAhead, first: hourAhead, last: hourAhead });
      await redis.zadd(`${prefix}:due`, hourAhead, sessionKey);
      expect(await overdue(sessions)).toMatchObject([{ sessionKey, generation }]);
      expect(texts(await begin(sessions, 's', generation))).toEqual(['a']);
      await redis.hset(`${prefix}:s:${sessionKey}`, { sent: hourAhead, settled: hourAhead });
      const again = await begin(sessions, 's', generation);
      expect(again.settledAt - again.now).toBe(RULES.settleMs);
      await sleep(20);
      expect((await begin(sessions, 's', generation)).settledAt).toBe(again.settledAt);
    });

    it('respects a planned wait', async () => {
      const { sessions } = open();
      await sessions.links.linkConversation(request('c', { sessionId: 's' }));
      const generation = await arrive(sessions, 's', [action('a')]);
      const note = await begin(sessions, 's', generation);
      await sessions.flushes.defer(sessions.intake.keyOf('s'), 'o', 60_000, 'unsent', 'http_503');
      expect(await overdue(sessions)).toEqual([]);
      const step = await sessions.flushes.begin(sessions.intake.keyOf('s'), generation, 'o2', 'other');
      expect(step).toMatchObject({ do: 'wait' });
      expect(note.tries).toBe(0);
    });
  });

  it('ends a session whose conversation is gone, and drops what still arrives', async () => {
    const { prefix, sessions } = open();
    await sessions.links.linkConversation(request('c', { sessionId: 's' }));
    const generation = await arrive(sessions, 's', [action('a')]);
    await begin(sessions, 's', generation);
    expect(await sessions.flushes.endSession(sessions.intake.keyOf('s'), 'o')).toBe(true);
    expect(await arrive(sessions, 's', [action('b')])).toBe(0);
    expect(await redis.hget(`${prefix}:dropped`, 'conversation_gone')).toBe('2');
  });
});
