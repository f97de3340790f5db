import { randomUUID } from 'node:crypto';
import { readAction } from './session.items';
import { Play } from './session.play.fixture';
import { SessionView } from './session.view';

describe('what a person says against the rules', () => {
  let play: Play;
  beforeEach(() => (play = new Play({ settleMs: 0 })));
  afterEach(() => play.close());

  const view = () => new SessionView(play.redis, play.prefix, 'product');
  const buffered = async () =>
    (await play.redis.lrange(`${play.prefix}:s:${play.key()}:q`, 0, -1)).map((item) => readAction(item).text);
  const unlink = (conversation = 'c') => play.sessions.correcting.unlink(play.key(), conversation, 'alice');

  /** A user's session, linked by attribute. */
  const linked = async () => {
    await play.arrive(play.actions(1, 'before'), { userId: 'u' });
    const [generation] = await play.writes({ sessionId: 's' });
    const [note] = await play.flush(generation!);
    return note!;
  };

  describe('unlink', () => {
    it('owes every part that we posted for it, and says who and when', async () => {
      const first = await linked();
      const [second] = await play.flush(await play.arrive(play.actions(5, 'after'), { userId: 'u' }));
      expect(await unlink()).toEqual(expect.arrayContaining([first.part, second!.part]));
      expect(await play.sessions.correcting.owed()).toEqual(
        expect.arrayContaining([
          { partId: first.part, conversationId: 'c' },
          { partId: second!.part, conversationId: 'c' },
        ]),
      );
      expect(await play.sessions.redactions.redactable('', first.part, 'c')).toBe('yes');
      const conversation = await view().conversation('c');
      expect(conversation).toMatchObject({ sessionKeys: [], unlinked: [{ sessionKey: play.key(), by: 'alice' }] });
      expect(await view().session(play.key())).toMatchObject({ conversationId: null, summary: 'none', notes: 0 });
    });

    it('is done once: who says it again is told that there is no such link', async () => {
      await linked();
      expect(await unlink()).toHaveLength(1);
      expect([await unlink(), await unlink('other')]).toEqual([null, null]);
    });

    it('keeps what waits in the buffer, and lets it go where the session is linked next', async () => {
      await linked();
      const generation = await play.arrive(play.actions(2, 'waits'), { userId: 'u' });
      await unlink();
      expect(await play.note(generation)).toBeNull();
      await play.arrive(play.actions(1, 'later'), { userId: 'u' });
      expect(await buffered()).toEqual(['waits 1', 'waits 2', 'later 1']);
      const [opened] = (await play.sessions.correcting.link(play.key(), 'right', 'bob')).opened;
      expect(await play.flush(opened!.generation)).toMatchObject([{ texts: ['waits 1', 'waits 2', 'later 1'] }]);
    });

    it('of a note under way: it is not sent, or it is looked for and owed', async () => {
      await linked();
      const generation = await play.arrive(play.actions(1, 'under way'), { userId: 'u' });
      const intent = (await play.note(generation))!;
      await play.sessions.flushes.arm(play.key(), intent.ref, 'o', 'print');
      await unlink();
      expect(await play.sessions.flushes.commit(play.key(), intent.ref, 'late part')).toMatchObject({
        result: 'stale',
      });
      const [sought] = await play.sessions.correcting.sought();
      expect(sought).toMatchObject({ sessionKey: play.key(), conversationId: 'c', ref: intent.ref, print: 'print' });
      await play.sessions.correcting.lookedFor(sought!, ['late part']);
      expect(await play.sessions.correcting.sought()).toEqual([]);
      expect(await play.sessions.correcting.owed()).toContainEqual({ partId: 'late part', conversationId: 'c' });
      expect(await buffered()).toEqual(['under way 1']);
    });

    it('of a note that has taken its token: it is not sent any more', async () => {
      await linked();
      const intent = (await play.note(await play.arrive(play.actions(1), { userId: 'u' })))!;
      await unlink();
      expect(await play.sessions.flushes.arm(play.key(), intent.ref, 'o', 'print')).toBe('fenced');
      expect(await play.sessions.correcting.sought()).toEqual([]);
    });

    it('of a dead letter: it is looked for, and goes to the next conversation alone', async () => {
      await linked();
      const generation = await play.arrive(play.actions(1, 'dead'), { userId: 'u' });
      const { ref } = (await play.note(generation))!;
      await play.sessions.flushes.deadLetter(play.key(), ref, 'o', 'http_422');
      await play.flush(generation);
      await unlink();
      expect(await play.sessions.correcting.sought()).toMatchObject([{ conversationId: 'c', ref }]);
      expect(await play.sessions.deadLetters.requeue(play.key(), ref)).toBeNull();
      await play.sessions.correcting.link(play.key(), 'right', 'bob');
      const again = await play.sessions.deadLetters.requeue(play.key(), ref);
      expect(await play.note(again!)).toMatchObject({ kind: 'late', conversationId: 'right' });
    });

    it('with a summary that is written and not posted: it is never posted', async () => {
      await linked();
      await play.flush(await play.arrive(play.actions(5), { userId: 'u' }));
      await play.sessions.summaries.freeze(play.key(), 0);
      await unlink();
      expect(await play.sessions.summaries.storeSummary(play.key(), 0, play.prose())).toBe(0);
      expect(await play.redis.exists(`${play.prefix}:s:${play.key()}:t`)).toBe(0);
    });

    it('its life is that of a session without a link again', async () => {
      await linked();
      await unlink();
      for (const key of await play.redis.keys(`${play.prefix}:s:${play.key()}*`))
        expect([key, await play.redis.pttl(key)]).toEqual([key, expect.any(Number)]);
      const lives = await Promise.all(
        (await play.redis.keys(`${play.prefix}:s:${play.key()}*`)).map((key) => play.redis.pttl(key)),
      );
      expect(Math.min(...lives)).toBeGreaterThan(0);
      expect(Math.max(...lives)).toBeLessThanOrEqual(1_860_000);
    });

    it('an erasure of the person takes over what is owed, and waits for what is looked for', async () => {
      await linked();
      const intent = (await play.note(await play.arrive(play.actions(1), { userId: 'u' })))!;
      await play.sessions.flushes.arm(play.key(), intent.ref, 'o', 'print');
      await unlink();
      expect(await play.sessions.erasing.session(play.key(), 'erasure')).toMatchObject({ do: 'wait' });
      const [sought] = await play.sessions.correcting.sought();
      await play.sessions.correcting.lookedFor(sought!, ['late part']);
      expect(await play.sessions.erasing.session(play.key(), 'erasure')).toMatchObject({ do: 'erased', owed: 2 });
      expect(await play.sessions.erasing.owedBy('erasure')).toHaveLength(2);
      expect((await view().conversation('c'))?.unlinked).toEqual([]);
    });
  });

  describe('the fence of a pair', () => {
    const rules: [string, () => Promise<unknown>][] = [
      ['the attribute', () => play.writes({ sessionId: 's' })],
      ['the user id', () => play.writes({ externalId: 'u', contactId: 'contact' })],
      ['the e-mail', () => play.writes({ email: 'a@x.example', contactId: 'contact' })],
      ['a browser', () => play.sessions.links.linkSession('s', 'c', { externalId: 'u', email: '' })],
      ['the stream', () => payload('c')],
      [
        'a conversation that waits',
        async () => {
          await play.writes({ externalId: 'u', contactId: 'contact' });
          await payload(null);
        },
      ],
    ];
    const payload = (conversationId: string | null) =>
      play.sessions.intake.admit([
        {
          eventId: randomUUID().replaceAll('-', ''),
          sessionId: 's',
          userId: 'u',
          email: 'a@x.example',
          conversationId,
          items: play.actions(1),
        },
      ]);

    it.each(rules)('holds against %s', async (_, rule) => {
      await payload(null);
      await play.writes({ sessionId: 's' });
      expect(await play.field('conv')).toBe('c');
      await unlink();
      await rule();
      expect(await play.field('conv')).toBeNull();
    });

    it('is of this pair alone: another conversation may be linked', async () => {
      await payload(null);
      await play.writes({ sessionId: 's' });
      await unlink();
      await play.writes({ sessionId: 's', conversationId: 'other' });
      expect(await play.field('conv')).toBe('other');
    });

    it('is taken down by a person who links the pair', async () => {
      await payload(null);
      await play.writes({ sessionId: 's' });
      await unlink();
      expect(await play.sessions.correcting.link(play.key(), 'c', 'bob')).toMatchObject({ decision: 'linked_by_hand' });
      const conversation = await view().conversation('c');
      expect(conversation).toMatchObject({ sessionKeys: [play.key()], unlinked: [] });
      expect(conversation?.decisions[0]).toMatchObject({ decision: 'linked_by_hand' });
    });

    it('is told before the link that took it down in the same millisecond', async () => {
      await payload(null);
      await play.writes({ sessionId: 's' });
      await unlink();
      await play.sessions.correcting.link(play.key(), 'c', 'bob');
      const hash = `${play.prefix}:c:c`;
      const linked = (await play.redis.hget(hash, `s:${play.key()}`))!.split('|');
      const unlinked = (await play.redis.lindex(`${hash}:d`, 0))!.split('|');
      await play.redis.hset(hash, `s:${play.key()}`, [unlinked[0], ...linked.slice(1)].join('|'));
      const told = (await view().conversation('c'))!.decisions.map(({ decision }) => decision);
      expect(told.slice(0, 2)).toEqual(['linked_by_hand', 'unlinked_by_hand']);
    });
  });

  describe('link', () => {
    it('never moves a link', async () => {
      await linked();
      const decisions = [
        await play.sessions.correcting.link(play.key(), 'c', 'bob'),
        await play.sessions.correcting.link(play.key(), 'other', 'bob'),
        await play.sessions.correcting.link(play.sessions.intake.keyOf('never seen'), 'c', 'bob'),
      ];
      expect(decisions.map(({ decision }) => decision)).toEqual([
        'already_linked',
        'session_has_other_conversation',
        'unknown_session',
      ]);
    });

    it('knows who made it, until it is unlinked', async () => {
      await linked();
      const made = async () => (await view().conversation('c'))?.linkedByHand;
      expect(await made()).toEqual([]);
      await play.sessions.correcting.unlink(play.key(), 'c', 'alice');
      await play.sessions.correcting.link(play.key(), 'c', 'bob');
      expect(await made()).toEqual([{ sessionKey: play.key(), at: expect.any(Number), by: 'bob' }]);
      await play.sessions.correcting.unlink(play.key(), 'c', 'alice');
      expect(await made()).toEqual([]);
    });
  });

  describe('mute', () => {
    it('holds all notes until it is unmuted, whatever the state; then what waited goes out', async () => {
      await linked();
      const generation = await play.arrive(play.actions(2, 'waits'), { userId: 'u' });
      expect(await play.sessions.correcting.mute('c', 'alice')).toBe(true);
      expect(await play.sessions.correcting.mute('c', 'bob')).toBe(false);
      expect(await play.note(generation)).toBeNull();
      await play.turns('closed');
      expect(await play.turns('open')).toEqual([]);
      expect((await view().conversation('c'))?.muted).toMatchObject({ by: 'alice' });
      const opened = await play.sessions.correcting.unmute('c');
      expect(await play.flush(opened![0]!.generation)).toMatchObject([{ texts: ['waits 1', 'waits 2'] }]);
      expect(await play.sessions.correcting.unmute('c')).toBeNull();
    });

    it('of a note that has taken its token: it is not sent', async () => {
      await linked();
      const intent = (await play.note(await play.arrive(play.actions(1), { userId: 'u' })))!;
      await play.sessions.correcting.mute('c', 'alice');
      expect(await play.sessions.flushes.arm(play.key(), intent.ref, 'o', 'print')).toBe('held');
    });

    it('outlives every pause, and a closed conversation stays closed', async () => {
      await linked();
      await play.sessions.correcting.mute('c', 'alice');
      await play.turns('closed');
      await play.longPause();
      expect((await view().conversation('c'))?.muted).toMatchObject({ by: 'alice' });
      expect(await play.sessions.correcting.unmute('c')).toEqual([]);
      expect((await view().conversation('c'))?.state).toBe('closed');
      expect(await play.redis.pttl(`${play.prefix}:c:c`)).toBeGreaterThan(0);
    });

    it('holds with QUIET_STATES=post, too: the sweep lets nothing of it go', async () => {
      const post = play.withRules({ holdQuietStates: false });
      await linked();
      const generation = await play.arrive(play.actions(1), { userId: 'u' }, post);
      await post.correcting.mute('c', 'alice');
      expect(await play.note(generation, 'o', post)).toBeNull();
      expect(await post.sweeps.sweepHeld()).toEqual([]);
      expect(await post.correcting.unmute('c')).toHaveLength(1);
    });
  });
});
