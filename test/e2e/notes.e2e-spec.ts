import { Stage } from '../support/stage';
import { never, until } from '../support/until';
import { newSession } from '../support/sandbox';

const DEBOUNCE_MS = 300;

describe('action notes', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({
      environment: {
        DEBOUNCE_MS: String(DEBOUNCE_MS),
        DEBOUNCE_MAX_MS: '1000',
        REPLAY_URL_TEMPLATE: 'https://ph.example/replay/{session_id}?t={offset}',
      },
    });
  });
  afterAll(() => stage?.close());

  let users = 0;
  const visitor = async () => {
    const userId = `user-${++users}`;
    const { id } = await stage.other.contact({ external_id: userId, email: `${userId}@shop.example` });
    const session = newSession();
    return {
      session,
      contactId: id,
      who: { user_id: userId, email: `${userId}@shop.example` },
      clicks: (texts: Parameters<typeof stage.other.clicks>[1]) =>
        stage.other.clicks(session, texts, { user_id: userId }),
      writes: (more = {}) => stage.other.writes(id, more),
    };
  };
  const notes = (conversation: string, count: number) =>
    until(`${count} notes`, async () => {
      const found = await stage.other.notes(conversation);
      return found.length >= count ? found : null;
    });
  /** Linked, with nothing waiting. */
  const linked = async () => {
    const person = await visitor();
    await person.clicks(['before']);
    const conversation = await person.writes();
    await notes(conversation, 1);
    return { ...person, conversation };
  };

  it('actions before the link arrive as one binned note at the link', async () => {
    const person = await visitor();
    const second = Math.floor(Date.now() / 3000) * 3 - 3;
    await person.clicks([
      { description: 'User clicked Sign up button on the pricing page', timestamp_start: second + 0.1 },
      { description: 'User clicked Confirm plan button on the checkout page', timestamp_start: second + 1 },
    ]);
    await person.clicks([
      { description: 'User submitted Payment form on the checkout page', timestamp_start: second + 3.2 },
    ]);
    await stage.buffered(person.session, 3);
    const conversation = await person.writes();
    const [note] = await notes(conversation, 1);
    const time = new Date((second + 0.1) * 1000).toISOString().replace('T', ' ').slice(0, 19);
    expect(note!.text.split('\n')).toEqual([
      `session_id: ${person.session}`,
      `timestamp: ${time} UTC`,
      '',
      '[1] User clicked Sign up button on the pricing page',
      '[2] User clicked Confirm plan button on the checkout page',
      '',
      '[3] User submitted Payment form on the checkout page',
      '',
      `replay https://ph.example/replay/${person.session}?t=0`,
      `ref ${note!.ref}`,
    ]);
  });

  it('actions after the link are debounced into one note without bins', async () => {
    const { clicks, conversation } = await linked();
    await clicks(['one']);
    await clicks(['two']);
    await clicks(['three']);
    const [, note] = await notes(conversation, 2);
    expect(note!.actions).toEqual(['one', 'two', 'three']);
    expect(note!.text).toContain('[1] one\n[2] two\n[3] three');
  });

  it('two bursts make two notes, in order', async () => {
    const { clicks, conversation } = await linked();
    await clicks(['first']);
    await notes(conversation, 2);
    await clicks(['second']);
    const [, first, second] = await notes(conversation, 3);
    expect([first!.actions, second!.actions]).toEqual([['first'], ['second']]);
  });

  it('a steady trickle is still delivered, after the longest wait', async () => {
    const { clicks, conversation } = await linked();
    let clicked = 0;
    let done = false;
    const trickle = (async () => {
      while (!done && clicked < 200) {
        await clicks([`click ${++clicked}`]);
        await new Promise((resolve) => setTimeout(resolve, DEBOUNCE_MS / 3));
      }
    })();
    const [, note] = await notes(conversation, 2);
    done = true;
    await trickle;
    expect(note!.actions[0]).toBe('click 1');
    const all = await until('everything', async () => {
      const lines = await stage.other.lines(conversation);
      return lines.length === clicked + 1 ? lines : null;
    });
    expect(all.slice(1)).toEqual(Array.from({ length: clicked }, (_, i) => `click ${i + 1}`));
  });

  it('an unlinked session never posts', async () => {
    const person = await visitor();
    const other = await linked();
    await person.clicks(['nobody sees this']);
    await other.clicks(['somebody sees this']);
    await notes(other.conversation, 2);
    await never('a note of the unlinked session', async () => {
      const threads = await stage.other.state<{ parts: { body: string | null }[] }[]>('conversations');
      return threads.some((t) => t.parts.some((p) => p.body?.includes('nobody sees this')));
    });
  });

  it('text with <script> is shown as text', async () => {
    const { clicks, conversation } = await linked();
    await clicks(['clicked <script>alert(1)</script> & "more"']);
    const [, note] = await notes(conversation, 2);
    expect(note!.actions).toEqual(['clicked <script>alert(1)</script> & "more"']);
    const { parts } = await stage.other.thread(conversation);
    expect(parts.at(-1)!.body).not.toContain('<script');
  });

  it('secrets that a user typed are masked', async () => {
    const { clicks, conversation } = await linked();
    await clicks(['typed 4111 1111 1111 1111 into the card field', 'opened /reset?token=abcdef123456&x=1']);
    const [, note] = await notes(conversation, 2);
    expect(note!.text).not.toMatch(/4111 1111|abcdef123456/);
    expect(note!.text).toContain('•••');
  });

  it('what is longer than a note becomes several, split between actions', async () => {
    const { clicks, conversation } = await linked();
    const lines = Array.from({ length: 14 }, (_, i) => `${i} ${'long '.repeat(190)}`.trim());
    await clicks(lines);
    const all = await until('all lines', async () => {
      const found = await stage.other.notes(conversation);
      return found.flatMap((n) => n.actions).length === 15 ? found : null;
    });
    expect(all.slice(1).flatMap((n) => n.actions)).toEqual(lines);
    for (const note of all) expect(note.text.length).toBeLessThanOrEqual(5000);
  });

  it('a closed conversation gets nothing until it is open again, then all at once', async () => {
    const { clicks, conversation } = await linked();
    await stage.other.act(conversation, 'close');
    await until(
      'the state is known',
      async () => (await stage.redis.client.hget(`${stage.redis.prefix}:c:${conversation}`, 'state')) === 'closed',
    );
    await clicks(['while closed']);
    await clicks(['still closed']);
    await never(
      'a note in a closed conversation',
      async () => (await stage.other.notes(conversation)).length > 1,
      DEBOUNCE_MS * 3,
    );
    await stage.other.act(conversation, 'reply', { body: 'one more thing' });
    const [, note] = await notes(conversation, 2);
    expect(note!.actions).toEqual(['while closed', 'still closed']);
  });

  it('a snoozed conversation is not woken', async () => {
    const { clicks, conversation } = await linked();
    await stage.other.act(conversation, 'snooze');
    await until(
      'the state is known',
      async () => (await stage.redis.client.hget(`${stage.redis.prefix}:c:${conversation}`, 'state')) === 'snoozed',
    );
    await clicks(['while snoozed']);
    await never(
      'a woken conversation',
      async () => (await stage.other.thread(conversation)).state !== 'snoozed',
      DEBOUNCE_MS * 3,
    );
    await stage.other.act(conversation, 'unsnooze');
    const [, note] = await notes(conversation, 2);
    expect(note!.actions).toEqual(['while snoozed']);
  });

  it.each([
    ['a null session', null, ['x']],
    ['no actions', 'odd-1', []],
    [
      'absurd timestamps',
      'odd-2',
      [
        { description: 'a', timestamp_start: -1e18 },
        { description: 'b', timestamp_start: 1e300 },
      ],
    ],
    ['emoji and lone surrogates', 'odd-3', ['👩‍👩‍👧‍👦 \uD800']],
    ['a text of 1 MB', 'odd-4', ['x'.repeat(900_000)]],
    ['a session id that looks like a key', '__proto__', ['x']],
  ] as [string, string | null, never[]][])('%s ends nothing', async (_, session, actions) => {
    await stage.other.clicks(session, actions);
    const { clicks, conversation } = await linked();
    await clicks(['alive']);
    await notes(conversation, 2);
  });

  it('malformed frames end nothing', async () => {
    for (const raw of [
      '{"type":"actions"',
      'null',
      '[]',
      '{"type":"actions","actions":7,"session_id":"s"}',
      '{"__proto__":{"type":"actions"}}',
    ])
      await stage.other.raw(raw);
    const { clicks, conversation } = await linked();
    await clicks(['alive']);
    await notes(conversation, 2);
  });
});
