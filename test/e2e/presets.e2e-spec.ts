import { convert } from 'html-to-text';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { never, until } from '../support/until';

const PAGE = 'https://app.example/checkout';
const click = (label: string) => ({
  type: 'click',
  description: `User clicked ${label} on the Checkout page`,
  canonical_url: PAGE,
});

/** What a reader has before their eyes: notes without the last lines, which hold ids. */
const words = (text: string) => text.replace(/^(?:replay|session|ref) .*$/gm, '').trim();

describe('calm', () => {
  let stage: Stage;
  beforeAll(async () => {
    // The waits of the preset are too long for a test: what they are is tested beside the store.
    stage = await Stage.open({
      environment: { NOTE_PRESET: 'calm', DEBOUNCE_MS: '60000', DEBOUNCE_MAX_MS: '600000', SUMMARY_THRESHOLD: '12' },
    });
  });
  afterAll(() => stage?.close());

  let people = 0;
  const linked = async () => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: `calm${++people}` });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await until('linked', () => stage.redis.sessionsOf(conversation));
    return { session, conversation };
  };
  const notes = (conversation: string) => stage.other.notes(conversation);
  /** The customer writes when everything is there: what is on its way then is another note. */
  const writes = async (conversation: string, session: string, actions: number) => {
    await stage.buffered(session, actions);
    await stage.other.act(conversation, 'reply', { body: 'Are you there?' });
  };

  it('lets what is ordinary wait, and posts it when the customer writes, page by page', async () => {
    const { session, conversation } = await linked();
    await stage.other.clicks(session, [
      { type: 'pageview', description: 'User landed on the Checkout page', canonical_url: PAGE },
      click('Express delivery'),
    ]);
    await never('a note', async () => (await notes(conversation)).length > 0, 1500);
    await writes(conversation, session, 2);
    const [note] = await until('the note', async () => {
      const all = await notes(conversation);
      return all.length > 0 ? all : null;
    });
    const [head, gap, line] = words(note!.text).split('\n');
    expect(head).toMatch(/^Checkout · \d\d:\d\d:\d\d(?:–\d\d:\d\d:\d\d)? UTC · 2 actions$/);
    expect([gap, line?.replace(/^\d\d:\d\d /, '')]).toEqual(['', 'Checkout: Express delivery']);
    expect(note!.text).toMatch(new RegExp(`\\nsession ${session}\\nref [0-9a-z]{12}$`));
  });

  it('does not let a sign of trouble wait, also where batches split it, once in half a minute', async () => {
    const { session, conversation } = await linked();
    await stage.other.clicks(session, [click('Pay now')]);
    await never('a note', async () => (await notes(conversation)).length > 0, 500);
    await stage.other.clicks(session, [click('Your bank declined the payment'), click('Pay now')]);
    const [note] = await until('the note', async () => {
      const all = await notes(conversation);
      return all.length > 0 ? all : null;
    });
    expect(words(note!.text)).toContain('⚠ error "Your bank declined the payment"');
    expect(words(note!.text)).toMatch(/Pay now, Your bank declined the payment, Pay now/);
    await stage.other.clicks(session, [click('Try again')]);
    await never('a second note', async () => (await notes(conversation)).length > 1, 1500);
    expect(await stage.service.metric('sidenote_signals_total')).toBeGreaterThan(0);
  });

  it('tells who wrote a summary in its first line, and that it knows only what the browser recorded', async () => {
    const { session, conversation } = await linked();
    await stage.other.clicks(
      session,
      Array.from({ length: 12 }, (_, n) => click(`Step ${n + 1}`)),
    );
    await writes(conversation, session, 12);
    const summary = await until('the summary', async () =>
      (await notes(conversation)).find(({ text }) => text.startsWith('Summary by ')),
    );
    expect(summary.text.split('\n')[0]).toMatch(
      /^Summary by \S+ · \d\d:\d\d:\d\d UTC · from what the browser recorded$/,
    );
    await until('the note is redacted', async () => (await notes(conversation))[0]!.redacted);
  });

  it('is found again when its answer was lost, and is not doubled', async () => {
    const { session, conversation } = await linked();
    await stage.other.fault({ target: 'reply', kind: 'timeout-after-store', match: { conversationId: conversation } });
    await stage.other.clicks(session, [click('Save')]);
    await writes(conversation, session, 1);
    await until('the note', async () => (await notes(conversation)).length > 0);
    await stage.other.act(conversation, 'reply', { body: 'Still there?' });
    await never('a second copy', async () => (await notes(conversation)).length > 1, 2000);
  });

  it('shows markup from outside as text', async () => {
    const { session, conversation } = await linked();
    await stage.other.clicks(session, [click('<b>Pay</b> & <script>x</script>')]);
    await writes(conversation, session, 1);
    const part = await until('the note', async () =>
      (await stage.other.thread(conversation)).parts.find((one) => one.part_type === 'note'),
    );
    expect(part.body).toContain('&lt;b&gt;Pay&lt;/b&gt; &amp; &lt;script&gt;');
    expect(convert(part.body ?? '', { wordwrap: false })).toContain('<b>Pay</b> & <script>x</script>');
  });
});

describe('quiet', () => {
  it('leaves no tombstone, and a silence after an error is counted though every process was killed meanwhile', async () => {
    const stage = await Stage.open({
      environment: { NOTE_PRESET: 'quiet', DEBOUNCE_MS: '0', DEBOUNCE_MAX_MS: '0' },
      roles: ['webhook,stream', 'writer'],
    });
    try {
      const session = newSession();
      const { id } = await stage.other.contact({ external_id: 'quiet' });
      const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
      await until('linked', () => stage.redis.sessionsOf(conversation));
      await stage.other.clicks(
        session,
        Array.from({ length: 45 }, (_, n) => click(`Step ${n + 1}`)),
      );
      await stage.other.clicks(session, [click('Try again')]);
      const clock = `${stage.redis.prefix}:silence`;
      await until('the silence is measured', async () => (await stage.redis.client.zcard(clock)) === 1);
      await until('all is posted', async () =>
        /Try again/.test((await stage.other.notes(conversation)).at(-1)?.text ?? ''),
      );
      await stage.buffered(session, 0);
      await stage.services[1]!.stop('SIGKILL');
      const [key] = await stage.redis.client.zrange(clock, '0', '0');
      // 45 s later, to Redis and to the actions.
      await stage.redis.client.zadd(clock, 1, String(key));
      const list = `${stage.redis.prefix}:s:${String(key)}:u`;
      const items = await stage.redis.client.lrange(list, 0, -1);
      const older = items.map((item) => item.replace(/"ts":([\d.]+)/, (_, ts: string) => `"ts":${Number(ts) - 50}`));
      await stage.redis.client.del(list);
      if (older.length > 0) await stage.redis.client.rpush(list, ...older);
      const writer = await stage.add('writer');
      await until('the silence is counted', async () => {
        const text = await (await fetch(`${writer.opsUrl}/metrics`)).text();
        return /sidenote_signals_total\{[^}]*silence_after_error[^}]*\} 1/.test(text);
      });
      const notes = await stage.other.notes(conversation);
      expect(notes.every((note) => !note.redacted && !note.text.startsWith('Summary'))).toBe(true);
    } finally {
      await stage.close();
    }
  });
});
