import { type Running, startCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

interface Told {
  what: string;
  tone: string;
  text: string;
  sessionId: string | null;
  known: string | null;
  conversationId: string | null;
  texts: string[];
}

const PAYLOAD = JSON.stringify([
  [0, 1, { what: 'payload', outcome: 'admitted', sessionKey: 'a'.repeat(20), eventId: 'e', actions: 1, by: 'stream' }],
]);

describe('sidenote tail', () => {
  let stage: Stage;
  let json: Running;
  let terminal: Running;
  let bare: Running;

  const told = () => json.lines.map((line) => JSON.parse(line) as Told);
  const tells = (is: (told: Told) => boolean) => until('it is told', () => told().find(is));

  beforeAll(async () => {
    stage = await Stage.open({ environment: { DEBOUNCE_MS: '20' } });
    const before = newSession();
    await stage.other.clicks(before, ['long ago'], { user_id: 'long-ago' });
    await stage.buffered(before, 1);
    await until('it is in the journal', () => stage.redis.client.xlen(`${stage.redis.prefix}:journal`));
    json = startCommand(['tail', '--json'], stage.environment);
    terminal = startCommand(['tail'], stage.environment);
    bare = startCommand(['tail', '--no-texts'], stage.environment);
    const listening = new RegExp(` name=${stage.redis.prefix}:journal .* cmd=xread `, 'g');
    await until(
      'all three listen',
      async () => String(await stage.redis.client.client('LIST')).match(listening)?.length === 3,
      { timeoutMs: 120_000, everyMs: 200 },
    );
  });
  afterAll(async () => {
    await Promise.all([json, terminal, bare].map((command) => command?.interrupt()));
    await stage?.close();
  });

  it('shows payloads with their masked texts, links and notes as they happen, and nothing that was before', async () => {
    const [anonymous, session] = [newSession(), newSession()];
    await stage.other.clicks(anonymous, ['User opened the shop']);
    expect(await tells((one) => one.what === 'payload' && one.sessionId === anonymous)).toMatchObject({
      text: '1 action arrived',
      known: 'no',
      conversationId: null,
      texts: ['User opened the shop'],
    });
    const pasted = 'User typed password=hunter2hunter2 and saved';
    await stage.other.clicks(session, ['User clicked Pay now', pasted], { user_id: 'tailed' });
    const arrived = await tells((one) => one.what === 'payload' && one.sessionId === session);
    expect(arrived).toMatchObject({ known: 'user', texts: ['User clicked Pay now', expect.stringContaining('•••')] });
    const { id } = await stage.other.contact({ external_id: 'tailed' });
    const conversation = await stage.other.writes(id);
    await tells((one) => one.what === 'link' && one.conversationId === conversation && one.tone === 'good');
    await tells((one) => one.what === 'note' && one.text === 'Posted the note' && one.sessionId === session);
    expect(JSON.stringify(told())).not.toContain('hunter2');
    expect(JSON.stringify(told())).not.toContain('long ago');
  });

  it('tells a link that a payload made, once', async () => {
    const { id } = await stage.other.contact({ external_id: 'waits' });
    const conversation = await stage.other.writes(id);
    await tells((one) => one.what === 'link' && one.conversationId === conversation && one.tone === 'odd');
    const session = newSession();
    for (const text of ['first', 'second']) {
      await stage.other.clicks(session, [text], { user_id: 'waits' });
      await tells((one) => one.what === 'payload' && one.sessionId === session);
    }
    await tells((one) => one.what === 'note' && one.sessionId === session);
    const links = told().filter((one) => one.what === 'link' && one.sessionId === session);
    expect(links).toMatchObject([{ tone: 'good', conversationId: conversation }]);
    expect(links[0]!.text).toContain('the conversation waited');
  });

  it('is for a terminal without --json, obeys no control character, and leaves texts out where it is told to', async () => {
    const session = newSession();
    await stage.other.clicks(session, ['User typed \u001b[31mred\u0007'], { email: 'tail@shop.example' });
    await until('both told it', () =>
      [terminal, bare].every(({ lines }) => lines.some((line) => line.includes(session))),
    );
    const at = terminal.lines.findIndex((line) => line.includes(session));
    expect(terminal.lines[at - 1]).toMatch(/^\d\d:\d\d:\d\d · 1 action arrived/);
    expect(terminal.lines[at]).toContain(`session ${session} (known by e-mail)`);
    await until('the text', () => terminal.lines[at + 1]);
    expect(terminal.lines[at + 1]).toMatch(/^ +> User typed .*red/);
    expect(terminal.lines.join('\n')).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(bare.lines.join('\n')).not.toContain('User typed');
  });

  it('ends by Ctrl-C with 0, and said nothing else', async () => {
    expect(await json.interrupt()).toBe(0);
    expect(json.errors).toEqual([]);
  });

  it('writes nothing', async () => {
    const { prefix, client } = stage.redis;
    const own = `${prefix}-quiet`;
    const command = startCommand(['tail', '--json'], { ...stage.environment, REDIS_PREFIX: own });
    await until(
      'it tells something',
      async () => {
        await client.xadd(`${own}:journal`, '*', 's', 'a'.repeat(20), 'c', '', 'h', PAYLOAD);
        return command.lines.length > 0;
      },
      { everyMs: 200, timeoutMs: 120_000 },
    );
    expect(await command.interrupt()).toBe(0);
    expect(await client.keys(`${own}:*`)).toEqual([`${own}:journal`]);
    await client.del(`${own}:journal`);
  });
});
