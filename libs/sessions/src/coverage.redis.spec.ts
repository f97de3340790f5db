import { readAction, readProse, readSummary } from './session.items';
import { Play } from './session.play.fixture';

describe('what a summary covers', () => {
  let play: Play;
  const open = (...rules: ConstructorParameters<typeof Play>) => (play = new Play(...rules));
  afterEach(() => play.close());
  const linked = () => play.writes();
  const notes = async (...counts: number[]) => {
    const committed = [];
    for (const [i, count] of counts.entries())
      committed.push(...(await play.flush(await play.arrive(play.actions(count, `note ${i + 1}, action`)))));
    return committed;
  };
  const told = async (k: number) =>
    (await play.sessions.summaries.freeze(play.key(), k)).covered.map((item) => readAction(item).text);
  const summarised = async (k: number, by = 'gpt') => {
    const covered = await told(k);
    const generation = await play.sessions.summaries.storeSummary(play.key(), k, play.prose(by));
    const [summary, ...others] = await play.flush(generation);
    return { covered, summary: summary!, others };
  };

  it('is at most 100 actions of whole notes, all of them told; what does not fit is the next one, due at once', async () => {
    open({ summaryThreshold: 20 });
    await linked();
    // All came before the first summary was asked for: the LLM was slow.
    const posted = await notes(60, 30, 60, 100, 5);
    const first = await summarised(0);
    expect(first.covered).toHaveLength(90);
    expect(first.summary.committed).toMatchObject({ summary: 1, redact: posted.slice(0, 2).map(({ part }) => part) });
    const second = await summarised(1);
    expect(second.covered).toHaveLength(60);
    expect(second.summary.committed).toMatchObject({ summary: 2, redact: [posted[2]!.part] });
    const third = await summarised(2);
    expect(third.covered).toHaveLength(100);
    expect(third.summary.committed).toMatchObject({ summary: null, redact: [posted[3]!.part] });
  });

  it('a note holds at most 100 actions', async () => {
    open();
    await linked();
    const posted = await play.flush(await play.arrive(play.actions(230)));
    expect(posted.map(({ texts }) => texts.length)).toEqual([100, 100, 30]);
  });

  it('redacts nothing where rules wrote it; its notes are covered all the same, and an erasure finds them', async () => {
    open();
    await linked();
    await notes(5);
    const { summary } = await summarised(0, 'rules');
    expect(summary.committed).toMatchObject({ summary: null, redact: [] });
    expect(await play.redis.lrange(`${play.prefix}:s:${play.key()}:p`, 0, -1)).toEqual(['1']);
    expect((await notes(4))[0]!.committed.summary).toBeNull();
  });

  it('names each part to redact once; the sweep names it again until it is redacted', async () => {
    open();
    await linked();
    await notes(5);
    const { summary } = await summarised(0);
    expect(summary.committed.redact).toEqual(['1']);
    expect((await notes(1))[0]!.committed.redact).toEqual([]);
    await play.redis.zadd(`${play.prefix}:effects`, 0, play.key());
    expect(await play.sessions.sweeps.sweepEffects()).toMatchObject([{ redact: ['1'] }]);
  });

  describe('SUMMARY_ROLLING', () => {
    it('covers the summary before, which is told, and whose note is then redacted', async () => {
      open({ rollingSummaries: true });
      await linked();
      await notes(5);
      const first = await summarised(0);
      await notes(5);
      expect((await play.sessions.summaries.freeze(play.key(), 1)).earlier).toBe('prose');
      const second = await summarised(1);
      expect(new Set(second.summary.committed.redact)).toEqual(new Set([first.summary.part, '3']));
    });

    it('leaves the summary before where rules wrote this one', async () => {
      open({ rollingSummaries: true });
      await linked();
      await notes(5);
      await summarised(0);
      await notes(5);
      expect((await summarised(1, 'rules')).summary.committed.redact).toEqual([]);
    });

    it('leaves the newest note, which counts no more, unless it holds most of them', async () => {
      open({ rollingSummaries: true });
      await linked();
      const [one] = await notes(4, 3);
      const first = await summarised(0);
      expect(first.covered).toHaveLength(4);
      expect(first.summary.committed).toMatchObject({ summary: null, redact: [one!.part] });
      expect((await notes(4))[0]!.committed.summary).toBeNull();
      expect((await notes(1))[0]!.committed.summary).toBe(1);
      const second = await summarised(1);
      expect(second.covered).toHaveLength(7);
      expect((await notes(1, 4)).at(-1)!.committed.summary).toBe(2);
      expect(await told(2)).toHaveLength(6);
    });

    it('off: the summary before is neither told nor redacted', async () => {
      open();
      await linked();
      await notes(5);
      const first = await summarised(0);
      await notes(5);
      expect((await play.sessions.summaries.freeze(play.key(), 1)).earlier).toBeNull();
      expect((await summarised(1)).summary.committed.redact).not.toContain(first.summary.part);
    });
  });

  it.each([true, false])(
    'with KEEP_ACTIONS=0 keeps the last summary only where the next one covers it: %s',
    async (rollingSummaries) => {
      open({ rollingSummaries, keptActions: 0 });
      await linked();
      await notes(5);
      await summarised(0);
      const kept = await play.redis.get(`${play.prefix}:s:${play.key()}:s`);
      if (rollingSummaries) expect(readSummary(kept!)).toEqual(play.prose());
      else expect(kept).toBeNull();
      expect(await play.redis.exists(`${play.prefix}:s:${play.key()}:t`)).toBe(0);
      expect(readProse('"as 0.1.0 stored it"')).toBe('as 0.1.0 stored it');
    },
  );
});

describe('the note of the link', () => {
  let play: Play;
  const open = (...rules: ConstructorParameters<typeof Play>) => (play = new Play(...rules));
  afterEach(() => play.close());
  const before = (count: number) => play.arrive(play.actions(count, 'before'), { userId: 'u' });
  const writes = () => play.writes({ externalId: 'u' });
  const later = async (count: number) => play.flush(await play.arrive(play.actions(count, 'later'), { userId: 'u' }));
  const summary = async (k = 0) => {
    const source = await play.sessions.summaries.freeze(play.key(), k);
    const [note] = await play.flush(await play.sessions.summaries.storeSummary(play.key(), k, play.prose()));
    return {
      ...note!.committed,
      covered: source.covered.length,
      before: source.before.map((item) => readAction(item).text),
    };
  };

  it('stays: its actions make no summary due, none covers them, and the first is told their end', async () => {
    open();
    await before(50);
    const [generation] = await writes();
    const [atLink] = await play.flush(generation!);
    expect(atLink).toMatchObject({ binned: true, committed: { summary: null } });
    expect((await later(4))[0]!.committed.summary).toBeNull();
    const [fifth] = await later(1);
    expect(fifth!.committed.summary).toBe(0);
    const first = await summary();
    expect(first).toMatchObject({ covered: 5, redact: ['2', '3'] });
    expect(first.before).toEqual(Array.from({ length: 40 }, (_, i) => `before ${i + 11}`));
    await later(5);
    expect(await summary(1)).toMatchObject({ covered: 5, before: [], redact: ['5'] });
  });

  it('is several notes where it does not fit one, and all of them stay', async () => {
    open();
    await before(250);
    const [generation] = await writes();
    await play.arrive(play.actions(5, 'later'), { userId: 'u' });
    const posted = await play.flush(generation!);
    expect(posted.map(({ texts }) => texts.length)).toEqual([100, 100, 50, 5]);
    expect(await summary()).toMatchObject({ covered: 5, redact: ['4'] });
  });

  it('stays also when it is posted later, because the conversation was closed; what came meanwhile is ordinary', async () => {
    open();
    await before(3);
    const [generation] = await writes();
    await play.turns('closed');
    expect(await play.begin(generation!)).toEqual({ do: 'stop' });
    await play.arrive(play.actions(5, 'held'), { userId: 'u' });
    const [opened] = await play.turns('open');
    const posted = await play.flush(opened!);
    expect(posted.map(({ texts, binned }) => [texts.length, binned])).toEqual([
      [3, true],
      [5, true],
    ]);
    expect(await summary()).toMatchObject({ covered: 5, redact: ['2'] });
  });

  it('stays also when it was a dead letter and is sent again by hand', async () => {
    open();
    await before(5);
    const [generation] = await writes();
    const intent = (await play.note(generation!))!;
    await play.sessions.flushes.deadLetter(play.key(), intent.ref, 'o', 'http_422');
    await play.flush(generation!);
    const again = await play.sessions.deadLetters.requeue(play.key(), intent.ref);
    expect(await play.flush(again!)).toMatchObject([{ kind: 'late', committed: { summary: null } }]);
    expect((await later(5))[0]!.committed.summary).toBe(0);
    expect(await summary()).toMatchObject({ covered: 5, redact: ['2'] });
  });

  it('of a reopening is ordinary, and where nothing was buffered there is none', async () => {
    open();
    await play.writes();
    await later(1);
    await play.turns('closed');
    await play.arrive(play.actions(5, 'held'), { userId: 'u' });
    const [opened] = await play.turns('open');
    expect((await play.flush(opened!)).at(-1)!.committed.summary).toBe(0);
  });

  it('is found by an erasure', async () => {
    open();
    await before(3);
    await play.flush((await writes())[0]!);
    await later(1);
    await play.sessions.erasing.session(play.key(), 'erasure');
    const owed = (await play.sessions.erasing.owedBy('erasure')).map(({ partId }) => partId);
    expect(new Set(owed)).toEqual(new Set(['1', '2']));
  });

  it('KEEP_LINK_NOTE=off: it counts and is covered like any other', async () => {
    open({ keepLinkNote: false });
    await before(5);
    const [atLink] = await play.flush((await writes())[0]!);
    expect(atLink!.committed.summary).toBe(0);
    expect(await summary()).toMatchObject({ covered: 5, before: [], redact: ['1'] });
  });
});

describe('a redaction', () => {
  let play: Play;
  const open = (...rules: ConstructorParameters<typeof Play>) => (play = new Play(...rules));
  afterEach(() => play.close());
  const covered = async () => {
    await play.writes();
    await play.flush(await play.arrive(play.actions(5)));
    await play.sessions.summaries.freeze(play.key(), 0);
    await play.flush(await play.sessions.summaries.storeSummary(play.key(), 0, play.prose()));
  };

  it('is made only for a part that is recorded and covered, in its own conversation', async () => {
    open();
    await covered();
    const asks = (part: string, conversation = 'c', key = play.key()) =>
      play.sessions.redactions.redactable(key, part, conversation);
    expect(await asks('1')).toBe('yes');
    expect(await asks('1', 'another')).toBe('unknown');
    expect(await asks('1', 'c', '')).toBe('unknown');
    expect(await asks('2')).toBe('unknown');
    expect(await asks('4711')).toBe('unknown');
    await play.sessions.redactions.redacted(play.key(), '1');
    expect(await asks('1')).toBe('unknown');
  });

  it('that an erasure owes is made, also with REDACT=off', async () => {
    open({ redact: false });
    await play.redis.hset(`${play.prefix}:owed`, '7', 'c');
    expect(await play.sessions.redactions.redactable('', '7', 'c')).toBe('yes');
    await play.sessions.redactions.redacted('', '7');
    expect(await play.sessions.redactions.redactable('', '7', 'c')).toBe('unknown');
  });

  it('that was pending when REDACT was switched off is dropped, and an erasure finds the part', async () => {
    open();
    await covered();
    const off = play.withRules({ redact: false });
    expect(await off.redactions.redactable(play.key(), '1', 'c')).toBe('dropped');
    expect(await play.sessions.redactions.redactable(play.key(), '1', 'c')).toBe('unknown');
    expect(await play.redis.zcard(`${play.prefix}:effects`)).toBe(0);
    await play.sessions.erasing.session(play.key(), 'erasure');
    expect((await play.sessions.erasing.owedBy('erasure')).map(({ partId }) => partId)).toContain('1');
  });
});
