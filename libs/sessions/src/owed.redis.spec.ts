import { Play } from './session.play.fixture';

describe('what is owed', () => {
  let play: Play;
  beforeEach(() => (play = new Play()));
  afterEach(() => play.close());

  const linked = async () => {
    await play.writes();
    return play.key();
  };
  const dueSummary = async () => {
    const key = await linked();
    const [note] = await play.flush(await play.arrive(play.actions(5)));
    expect(note!.committed.summary).toBe(0);
    return { key, part: note!.part };
  };

  it('outlives every pause: a summary that is written and not posted, and what it covers', async () => {
    const { key, part } = await dueSummary();
    await play.sessions.summaries.freeze(key, 0);
    const generation = await play.sessions.summaries.storeSummary(key, 0, play.prose());
    await play.longPause();
    const [summary] = await play.flush(generation);
    expect(summary).toMatchObject({ kind: 'summary', committed: { redact: [part] } });
  });

  it('outlives every pause: a summary that is due', async () => {
    const { key } = await dueSummary();
    await play.longPause();
    expect((await play.sessions.summaries.freeze(key, 0)).covered).toHaveLength(5);
  });

  it('outlives every pause: a note that somebody sends again by hand', async () => {
    const key = await linked();
    const generation = await play.arrive(play.actions(1));
    const intent = (await play.note(generation))!;
    await play.sessions.flushes.deadLetter(key, intent.ref, 'o', 'http_422');
    await play.flush(generation);
    const again = await play.sessions.deadLetters.requeue(key, intent.ref);
    await play.longPause();
    expect(await play.flush(again!)).toMatchObject([{ kind: 'late', texts: ['action 1'] }]);
  });

  it.each([
    ['admitted', false],
    ['in the buffer of an open flush', true],
  ])('outlives every pause: what a linked session has %s', async (_, begun) => {
    await linked();
    const generation = await play.arrive(play.actions(2));
    if (begun) await play.begin(generation);
    await play.longPause();
    expect(await play.flush(generation)).toMatchObject([{ texts: ['action 1', 'action 2'] }]);
  });

  it('outlives every pause: what waited when the conversation was closed', async () => {
    await linked();
    const generation = await play.arrive(play.actions(2));
    await play.turns('closed');
    expect(await play.begin(generation)).toEqual({ do: 'stop' });
    await play.longPause();
    const [opened] = await play.turns('open');
    expect(await play.flush(opened!)).toMatchObject([{ texts: ['action 1', 'action 2'] }]);
  });

  it('lets a session expire as soon as nothing is owed', async () => {
    const { key, part } = await dueSummary();
    expect(await play.redis.pttl(`${play.prefix}:s:${key}`)).toBe(-1);
    await play.sessions.summaries.freeze(key, 0);
    await play.flush(await play.sessions.summaries.storeSummary(key, 0, play.prose()));
    expect(await play.redis.pttl(`${play.prefix}:s:${key}`)).toBe(-1);
    await play.sessions.redactions.redacted(key, part);
    await play.flush(await play.arrive(play.actions(1)));
    await play.longPause();
    expect(await play.redis.keys(`${play.prefix}:s:*`)).toEqual([]);
  });

  it('lets a session expire whose conversation stays closed with nothing waiting in it', async () => {
    await linked();
    await play.flush(await play.arrive(play.actions(1)));
    await play.turns('closed');
    expect(await play.arrive(play.actions(1, 'held'))).toBe(0);
    await play.longPause();
    expect(await play.redis.keys(`${play.prefix}:s:*`)).toEqual([]);
  });

  it('lets a session expire whose conversation is gone', async () => {
    const key = await linked();
    await play.note(await play.arrive(play.actions(1)));
    await play.sessions.flushes.endSession(key, 'o');
    await play.arrive(play.actions(1));
    await play.longPause();
    expect(await play.redis.keys(`${play.prefix}:s:*`)).toEqual([]);
  });
});

describe('an intent whose text is gone', () => {
  let play: Play;
  beforeEach(() => (play = new Play()));
  afterEach(() => play.close());

  const stored = async () => {
    await play.writes();
    await play.flush(await play.arrive(play.actions(5)));
    await play.sessions.summaries.freeze(play.key(), 0);
    return play.sessions.summaries.storeSummary(play.key(), 0, play.prose());
  };
  const losesText = () => play.redis.del(`${play.prefix}:s:${play.key()}:t`);

  it('is void where it was not sent: the session goes on, and the summary is written anew', async () => {
    const generation = await stored();
    await play.note(generation);
    await losesText();
    await play.arrive(play.actions(1, 'next'));
    expect(await play.flush(generation)).toMatchObject([{ kind: 'actions', texts: ['next 1'] }]);
    expect((await play.sessions.summaries.freeze(play.key(), 0)).covered).toHaveLength(5);
    expect(await play.flush(await play.sessions.summaries.storeSummary(play.key(), 0, play.prose()))).toMatchObject([
      { kind: 'summary' },
    ]);
  });

  it('is looked for where it was sent, by what it told then, and void when it is not there', async () => {
    const generation = await stored();
    const sent = (await play.note(generation))!;
    await play.sessions.flushes.arm(play.key(), sent.ref, 'o', 'its-print');
    await losesText();
    const again = (await play.note(generation, 'other'))!;
    expect(again).toMatchObject({ ref: sent.ref, print: 'its-print', items: [] });
    expect(await play.sessions.flushes.voidIntent(play.key(), sent.ref, 'o')).toBe(false);
    expect(await play.sessions.flushes.voidIntent(play.key(), sent.ref, 'other')).toBe(true);
    expect(await play.note(generation)).toBeNull();
  });

  it('posts nothing for a dead letter that is gone, and goes on', async () => {
    await play.writes();
    const generation = await play.arrive(play.actions(1));
    const intent = (await play.note(generation))!;
    await play.sessions.flushes.deadLetter(play.key(), intent.ref, 'o', 'http_422');
    await play.sessions.deadLetters.requeue(play.key(), intent.ref);
    await play.redis.del(`${play.prefix}:dead:${intent.ref}`);
    await play.arrive(play.actions(1, 'next'));
    expect(await play.flush(generation)).toMatchObject([{ kind: 'actions', texts: ['next 1'] }]);
  });

  it('gives up a summary of which nothing is left to tell', async () => {
    await play.writes();
    await play.flush(await play.arrive(play.actions(5)));
    await play.redis.del(`${play.prefix}:s:${play.key()}:u`);
    expect((await play.sessions.summaries.freeze(play.key(), 0)).covered).toEqual([]);
    expect(await play.redis.zcard(`${play.prefix}:effects`)).toBe(0);
    const [note] = await play.flush(await play.arrive(play.actions(5)));
    expect(note!.committed.summary).toBe(0);
  });

  it('is the same text at every try: the time of a summary is that of its intent', async () => {
    const generation = await stored();
    const first = (await play.note(generation))!;
    await play.sessions.flushes.arm(play.key(), first.ref, 'o', 'p');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await play.note(generation, 'other'))!.madeAt).toBe(first.madeAt);
  });

  it.each([1.7e308, -1.7e308, 5e-324, 1e22])(
    'is posted, whatever time its browser says that it is: %p s',
    async (at) => {
      await play.writes();
      const intent = (await play.note(await play.arrive([play.action('goes on', at)])))!;
      expect(intent).toMatchObject({ kind: 'actions', sessionBeganAt: expect.any(Number) as number });
      expect(Number.isFinite(intent.sessionBeganAt)).toBe(true);
    },
  );
});
