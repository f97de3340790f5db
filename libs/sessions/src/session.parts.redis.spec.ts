import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { newRef } from '@app/notes';
import { actionItem, readAction, summaryItem } from './session.items';
import { RULES as PLAYED } from './session.play.fixture';
import type { SessionRules } from './session.rules';
import { SessionConnection } from './session.connection';
import { Sessions } from './sessions';
import type { AdmissibleEvent, Linked, LinkRequest, NoteIntent } from './session.types';
import { SessionView } from './session.view';

const url = process.env.REDIS_URL;
if (!url) throw new Error('integration tests need REDIS_URL (npm test starts a Redis)');

const RULES = { ...PLAYED, summaryThreshold: 50, unlinkedBufferMax: 50 };

type Who = Partial<Pick<AdmissibleEvent, 'userId' | 'email' | 'conversationId'>>;

describe('a session id that several users have in turn', () => {
  const redis = new Redis(url);
  let clock = 0;
  let prefix: string;
  let sessions: Sessions;
  let view: SessionView;
  const open = (rules: Partial<SessionRules> = {}) => {
    prefix = `spec-${randomUUID().slice(0, 8)}`;
    sessions = new Sessions(new SessionConnection(redis, prefix, 'product', { ...RULES, ...rules }));
    view = new SessionView(redis, prefix, 'product');
  };

  beforeEach(() => open());
  afterEach(async () => {
    const keys = await redis.keys(`${prefix}:*`);
    if (keys.length) await redis.del(keys);
  });
  afterAll(() => redis.quit());

  const event = (sessionId: string, text: string, who: Who = {}): AdmissibleEvent => ({
    eventId: randomUUID().replaceAll('-', ''),
    sessionId,
    userId: '',
    email: '',
    conversationId: null,
    items: [actionItem({ i: 0, type: 'click', text, ts: Date.now() / 1000, url: '' })],
    ...who,
  });
  /** The key of the session that took it, and the generation that it opened. */
  const admit = async (given: AdmissibleEvent) => {
    const [admitted] = await sessions.intake.admit([given]);
    const { sessionKey: key, generation } = admitted!;
    return key === null ? null : { key, generation };
  };
  const clicks = async (sessionId: string, text: string, who: Who = {}) => {
    const taken = await admit(event(sessionId, text, who));
    if (!taken) throw new Error(`${text} was not admitted`);
    return taken;
  };
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
  const writes = (conversationId: string, who: Partial<LinkRequest>) =>
    sessions.links.linkConversation(request(conversationId, who));
  const textsOf = ({ items }: NoteIntent) => items.map((item) => readAction(item).text);
  /** Posts all that waits; what was posted, by conversation. */
  const post = async (...opened: { key: string; generation: number }[]) => {
    const posted: Record<string, string[]> = {};
    for (const { key, generation } of opened.filter((each) => each.generation > 0)) {
      for (;;) {
        const step = await sessions.flushes.begin(key, generation, 'o', newRef());
        if (step.do === 'stop') break;
        if (step.do === 'wait') continue;
        expect(['s', 's2']).toContain(step.sessionId);
        (posted[step.conversationId] ??= []).push(...textsOf(step));
        expect(await sessions.flushes.arm(key, step.ref, 'o')).toBe('armed');
        await sessions.flushes.commit(key, step.ref, String(++clock));
      }
    }
    return posted;
  };
  const flushesOf = ({ opened }: Linked) =>
    opened.map(({ sessionKey, generation }) => ({ key: sessionKey, generation }));
  const reasonsOf = async (conversationId: string) =>
    (await view.conversation(conversationId))?.decisions.map(({ decision }) => decision) ?? [];

  it("the second one's clicks never come into the first one's conversation", async () => {
    await clicks('s', 'of a', { userId: 'a' });
    expect(await post(...flushesOf(await writes('ca', { externalId: 'a' })))).toEqual({ ca: ['of a'] });
    const second = await clicks('s', 'of b', { userId: 'b' });
    expect(second).toEqual({ key: expect.not.stringMatching(sessions.intake.keyOf('s')), generation: 0 });
    expect(await post(...flushesOf(await writes('cb', { externalId: 'b' })))).toEqual({ cb: ['of b'] });
  });

  it("the first one's clicks never come into the second one's conversation", async () => {
    await clicks('s', 'of a', { userId: 'a' });
    await clicks('s', 'of b', { userId: 'b' });
    expect(await post(...flushesOf(await writes('cb', { externalId: 'b' })))).toEqual({ cb: ['of b'] });
    expect(await post(...flushesOf(await writes('ca', { externalId: 'a' })))).toEqual({ ca: ['of a'] });
  });

  it('who returns goes on with their own part; what is anonymous is of whom came last', async () => {
    await clicks('s', 'a1', { userId: 'a' });
    await clicks('s', 'b1', { userId: 'b' });
    await clicks('s', 'b2');
    await clicks('s', 'a2', { userId: 'a' });
    await clicks('s', 'a3');
    await clicks('s', 'b3', { userId: 'b' });
    await clicks('s', 'b4');
    expect(await post(...flushesOf(await writes('ca', { externalId: 'a' })))).toEqual({ ca: ['a1', 'a2', 'a3'] });
    expect(await post(...flushesOf(await writes('cb', { externalId: 'b' })))).toEqual({ cb: ['b1', 'b2', 'b3', 'b4'] });
  });

  it('an anonymous session stays the same one with its first user', async () => {
    await clicks('s', 'anonymous');
    await clicks('s', 'known', { userId: 'a' });
    expect(await post(...flushesOf(await writes('c', { externalId: 'a' })))).toEqual({ c: ['anonymous', 'known'] });
  });

  it('one user costs no key and no field more than before', async () => {
    await clicks('s', '1', { userId: 'a' });
    await clicks('s', '2', { userId: 'a' });
    await clicks('s', '3');
    expect(await redis.keys(`${prefix}:s:*`)).toHaveLength(2);
    expect(await redis.hmget(`${prefix}:s:${sessions.intake.keyOf('s')}`, 'parts', 'of')).toEqual([null, null]);
  });

  it('an event is admitted once, also where the user changed between two readers', async () => {
    const [first, anonymous] = [event('s', 'a1', { userId: 'a' }), event('s', 'a2')];
    for (const each of [first, anonymous, event('s', 'b1', { userId: 'b' })]) await admit(each);
    expect(await admit(anonymous)).toBeNull();
    expect(await admit(first)).toBeNull();
  });

  it("the connector's summary of a session id is nobody's where it had several users", async () => {
    await clicks('s', 'a', { userId: 'a' });
    await clicks('s', 'b', { userId: 'b' });
    expect(await admit({ ...event('s', ''), items: [summaryItem('A and b did it.', 2)] })).toBeNull();
    expect(await redis.hget(`${prefix}:dropped`, 'summary_of_several_users')).toBe('1');
  });

  it('the list of parts is bounded, whoever plays with user ids', async () => {
    for (let i = 0; i < 60; i++) await clicks('s', 'x', { userId: `u${i}` });
    expect(await redis.hstrlen(`${prefix}:s:${sessions.intake.keyOf('s')}`, 'parts')).toBe(32 * 20);
    expect((await clicks('s', 'y', { userId: 'u0' })).key).toBe(sessions.intake.keyOf('s'));
  });

  it('the first session is there as long as another user of its id is', async () => {
    open({ lookbackMs: 60_000 });
    await clicks('s', 'a', { userId: 'a' });
    const b = await clicks('s', 'b', { userId: 'b', conversationId: 'cb' });
    // as after a minute: the life of a session is renewed at most once in that time
    await redis.hset(`${prefix}:s:${b.key}`, 'exp', 1);
    await clicks('s', 'b2', { userId: 'b' });
    expect(await redis.pttl(`${prefix}:s:${sessions.intake.keyOf('s')}`)).toBeGreaterThan(RULES.ttlMs - 60_000);
  });

  it('all are found by the raw session id', async () => {
    await clicks('s', 'a', { userId: 'a' });
    const b = await clicks('s', 'b', { userId: 'b' });
    const found = await view.sessionsOf('s');
    expect(new Set(found.map(({ sessionKey }) => sessionKey))).toEqual(new Set([sessions.intake.keyOf('s'), b.key]));
    expect(found.map(({ sessionId }) => sessionId)).toEqual(['s', 's']);
    expect(await view.sessionsOf(b.key)).toHaveLength(1);
  });

  describe('links that name the session id', () => {
    it.each([
      ['a', 'first'],
      ['b', 'second'],
    ])('the attribute in a conversation of %s names the part of the %s', async (externalId) => {
      await clicks('s', 'a', { userId: 'a' });
      await clicks('s', 'b', { userId: 'b' });
      const linked = await writes('c', { sessionId: 's', externalId });
      expect(linked.decision).toBe('linked_by_attribute');
      expect(await post(...flushesOf(linked))).toEqual({ c: [externalId] });
    });

    it('of a contact without a user id it names the newest', async () => {
      await clicks('s', 'a', { userId: 'a' });
      await clicks('s', 'b', { userId: 'b' });
      await clicks('s', 'a again', { userId: 'a' });
      expect(await post(...flushesOf(await writes('c', { sessionId: 's' })))).toEqual({ c: ['a', 'a again'] });
    });

    it('of another known user it links nothing, says why, and the next rules are tried', async () => {
      await clicks('s', 'a', { userId: 'a' });
      await clicks('other', 'c', { userId: 'c' });
      expect((await writes('cc', { sessionId: 's', externalId: 'c' })).decision).toBe('linked_by_user');
      expect(await reasonsOf('cc')).toEqual(expect.arrayContaining(['attribute_of_other_user', 'linked_by_user']));
      expect((await writes('cd', { sessionId: 's', externalId: 'd' })).decision).toBe('no_session');
      expect(await reasonsOf('cd')).toEqual(['no_session', 'attribute_of_other_user']);
      // it waits for its own user
      const d = await clicks('s', 'd', { userId: 'd' });
      expect(await post(d)).toEqual({ cd: ['d'] });
    });

    it('made before the session was seen: of its first user, if that is the contact', async () => {
      await writes('c', { sessionId: 's', externalId: 'a' });
      expect(await post(await clicks('s', 'anonymous'), await clicks('s', 'a', { userId: 'a' }))).toEqual({
        c: ['anonymous', 'a'],
      });
    });

    it('made before the session was seen: not of a first user who is another, and the conversation waits', async () => {
      await writes('c', { sessionId: 's', externalId: 'a', email: 'a@x.example' });
      expect((await clicks('s', 'b', { userId: 'b' })).generation).toBe(0);
      expect(await reasonsOf('c')).toEqual(['attribute_of_other_user']);
      expect((await view.conversation('c'))?.waits).toHaveLength(2);
      expect(await writes('c', { sessionId: 's', externalId: 'a' })).toEqual({ decision: 'no_session', opened: [] });
      expect(await post(await clicks('s2', 'a', { userId: 'a' }))).toEqual({ c: ['a'] });
    });

    it('made while the session was anonymous: what another user does then is a session of their own', async () => {
      await clicks('s', 'anonymous');
      const linked = await writes('c', { sessionId: 's', externalId: 'a' });
      expect(await post(...flushesOf(linked))).toEqual({ c: ['anonymous'] });
      expect((await clicks('s', 'b', { userId: 'b' })).generation).toBe(0);
      expect(await post(await clicks('s', 'a', { userId: 'a' }))).toEqual({ c: ['a'] });
    });

    it('a browser links the part of the contact, and nothing for a contact who has none', async () => {
      await clicks('s', 'a', { userId: 'a', email: 'a@x.example' });
      await clicks('s', 'b', { userId: 'b', email: 'b@x.example' });
      const ask = (externalId: string, email = '') => sessions.links.linkSession('s', 'c', { externalId, email });
      expect((await ask('c', 'b@x.example')).decision).toBe('not_of_this_contact');
      expect((await ask('', 'a@x.example')).decision).toBe('not_of_this_contact');
      const linked = await ask('a');
      expect(linked.decision).toBe('linked_by_browser');
      expect(await post(...flushesOf(linked))).toEqual({ c: ['a'] });
      // the newest, for a contact who is known by e-mail alone
      expect((await ask('', 'B@x.example')).decision).toBe('linked_by_browser');
    });

    it("a payload that names the first one's conversation links nothing of the second", async () => {
      await clicks('s', 'a', { userId: 'a', conversationId: 'c' });
      expect((await clicks('s', 'b', { userId: 'b', conversationId: 'c' })).generation).toBe(0);
      expect((await clicks('s', 'b', { userId: 'b', conversationId: 'c' })).generation).toBe(0);
      expect(await reasonsOf('c')).toEqual(['stream_names_other_user', 'linked_by_stream']);
    });

    it('a payload that names a conversation which waits for another user links nothing', async () => {
      await writes('c', { externalId: 'a' });
      expect((await clicks('s', 'b', { userId: 'b', conversationId: 'c' })).generation).toBe(0);
      expect(await post(await clicks('s2', 'a', { userId: 'a' }))).toEqual({ c: ['a'] });
    });
  });

  describe('an erasure', () => {
    const erase = async (key: string) => {
      await sessions.erasing.fence([['s', key]], 60_000);
      expect(await sessions.erasing.session(key, 'erasure')).toMatchObject({ do: 'erased', existed: true });
    };

    it("ends and fences the first one's part only", async () => {
      await clicks('s', 'a', { userId: 'a' });
      await clicks('s', 'b', { userId: 'b' });
      await erase(sessions.intake.keyOf('s'));
      await clicks('s', 'b2', { userId: 'b' });
      await clicks('s', 'b3');
      expect(await post(...flushesOf(await writes('cb', { sessionId: 's', externalId: 'b' })))).toEqual({
        cb: ['b', 'b2', 'b3'],
      });
      expect((await view.sessionsOf('s')).map(({ knows }) => knows.user)).toEqual([true]);
    });

    it("ends and fences the second one's part only; what is anonymous after it is dropped", async () => {
      await clicks('s', 'a', { userId: 'a' });
      const b = await clicks('s', 'b', { userId: 'b' });
      await erase(b.key);
      expect(await admit(event('s', 'anonymous'))).toBeNull();
      await clicks('s', 'a2', { userId: 'a' });
      expect(await post(...flushesOf(await writes('ca', { externalId: 'a' })))).toEqual({ ca: ['a', 'a2'] });
    });

    it('of the only one leaves the session id to who comes after', async () => {
      await clicks('s', 'a', { userId: 'a' });
      await erase(sessions.intake.keyOf('s'));
      expect(await admit(event('s', 'anonymous, of the erased'))).toBeNull();
      const b = await clicks('s', 'b', { userId: 'b' });
      expect(b.key).not.toBe(sessions.intake.keyOf('s'));
      expect((await clicks('s', 'b2')).key).toBe(b.key);
      const linked = await writes('cb', { sessionId: 's', externalId: 'b' });
      expect(await post(...flushesOf(linked))).toEqual({ cb: ['b', 'b2'] });
    });

    it('leaves nothing without a life', async () => {
      await clicks('s', 'a', { userId: 'a' });
      const b = await clicks('s', 'b', { userId: 'b' });
      await erase(sessions.intake.keyOf('s'));
      await erase(b.key);
      for (const key of await redis.keys(`${prefix}:s:*`)) expect([key, await redis.pttl(key)]).not.toEqual([key, -1]);
    });
  });

  describe('when the user writes in an open conversation', () => {
    const step = ({ key, generation }: { key: string; generation: number }, owner = 'o') =>
      sessions.flushes.begin(key, generation, owner, newRef());
    beforeEach(async () => {
      open({ debounceMs: [60_000], debounceMaxMs: [60_000] });
      await writes('c', { sessionId: 's', externalId: 'a' });
    });

    it('what waits for quiet is posted at once, as an ordinary note', async () => {
      const waiting = await clicks('s', 'waits', { userId: 'a' });
      expect(await step(waiting)).toMatchObject({ do: 'wait' });
      const [flush] = flushesOf(await writes('c', { externalId: 'a' }));
      expect(await step(waiting)).toEqual({ do: 'stop' });
      expect(await step(flush!)).toMatchObject({ do: 'post', kind: 'actions', binned: false });
    });

    it('it follows the note that is under way, in the same run; what comes later waits for quiet again', async () => {
      await clicks('s', '1', { userId: 'a' });
      const [run] = flushesOf(await writes('c', { externalId: 'a' }));
      const note = await step(run!);
      if (note.do !== 'post') throw new Error('expected a note');
      await sessions.flushes.arm(run!.key, note.ref, 'o');
      await clicks('s', '2', { userId: 'a' });
      expect((await writes('c', { externalId: 'a' })).opened).toEqual([]);
      await sessions.flushes.commit(run!.key, note.ref, '1');
      const next = await step(run!);
      if (next.do !== 'post') throw new Error('expected a note');
      expect(textsOf(next)).toEqual(['2']);
      await clicks('s', '3', { userId: 'a' });
      await sessions.flushes.arm(run!.key, next.ref, 'o');
      await sessions.flushes.commit(run!.key, next.ref, '2');
      expect(await step(run!)).toMatchObject({ do: 'wait' });
    });

    it('nothing is opened where nothing waits, or a note waits out a failure', async () => {
      expect((await writes('c', { externalId: 'a' })).opened).toEqual([]);
      await clicks('s', '1', { userId: 'a' });
      const [run] = flushesOf(await writes('c', { externalId: 'a' }));
      await step(run!);
      await sessions.flushes.defer(run!.key, 'o', 50_000, 'unsent', 'http_503');
      expect((await writes('c', { externalId: 'a' })).opened).toEqual([]);
      expect(await step(run!)).toMatchObject({ do: 'wait' });
    });

    it.each(['closed', 'snoozed'] as const)(
      'what waited when the conversation was %s was accepted while it was open: it is never trimmed',
      async (state) => {
        open({ debounceMs: [60_000], debounceMaxMs: [60_000], preLinkWindowMs: 1 });
        await writes('c', { sessionId: 's', externalId: 'a' });
        const waiting = await clicks('s', 'while it was open', { userId: 'a' });
        await sessions.links.setConversationState({
          notificationId: null,
          conversationId: 'c',
          state,
          stateAt: ++clock,
        });
        expect(await step(waiting)).toEqual({ do: 'stop' });
        for (const text of ['held 1', 'held 2']) {
          await sleep(5);
          await clicks('s', text, { userId: 'a' });
        }
        const [flush] = flushesOf(await writes('c', { externalId: 'a' }));
        const note = await step(flush!);
        if (note.do !== 'post') throw new Error('expected a note');
        expect(textsOf(note).at(0)).toBe('while it was open');
        expect(textsOf(note)).not.toContain('held 1');
      },
    );
  });
});
