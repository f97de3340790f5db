import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

/** The tables of docs/architecture.md: one row per kind of key. */
const ROWS = readFileSync(join(__dirname, '../../docs/architecture.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `<prefix>:') && !line.includes(':bull:'))
  .map((line) => {
    const [key = '', type = '', ttl = ''] = line
      .split(/(?<!\\)\|/)
      .slice(1)
      .map((cell) => cell.trim());
    const name = key.replaceAll('`', '');
    const pattern = name.replace('<prefix>', '').replace(/<[^>]+>/g, '[^:]+');
    return { name, pattern: new RegExp(`^${pattern}$`), type, forEver: ttl.includes('none') };
  });
type Row = (typeof ROWS)[number];

const ORIGIN = 'https://shop.example';

/** Gone again too soon, or written too late, to be met for certain. */
const FLEETING =
  /:(o|q|s|r|b|l|t|u|n|f|owed|turn|admitted|held|due|silence|effects|journal|paused:<kind>|woken|refused|missed:read|unlinks)$/;

describe('the keys in Redis', () => {
  let stage: Stage;
  const met = new Map<string, Row>();
  const wrong = new Set<string>();
  /** Without a TTL at the last look: a pipeline may be between making a key and giving it its life. */
  const ageless = new Set<string>();
  let watching: Promise<void>;
  let over = false;
  const seen = (name: string) => until(name, () => met.has(name));

  const look = async () => {
    const { client, prefix } = stage.redis;
    const keys = (await stage.redis.keys()).filter((key) => !key.startsWith(`${prefix}:bull:`));
    const told =
      (await client
        .pipeline(
          keys.flatMap((key) => [
            ['type', key],
            ['pttl', key],
          ]),
        )
        .exec()) ?? [];
    keys.forEach((full, i) => {
      const [type, ttl] = [told[2 * i]?.[1], told[2 * i + 1]?.[1]];
      if (type === 'none' || ttl === -2) return;
      const key = full.slice(prefix.length);
      const row = ROWS.find(({ pattern }) => pattern.test(key));
      if (row) met.set(row.name, row);
      const kind = key.replace(/[0-9a-f]{16,}|[0-9]{6,}/g, '…');
      if (!row) wrong.add(`${kind}: not in the table`);
      else if (row.type !== type) wrong.add(`${kind}: a ${String(type)}, told as ${row.type}`);
      else if (ttl === -1 && !row.forEver && ageless.has(full)) wrong.add(`${kind}: has no TTL`);
      if (ttl === -1) ageless.add(full);
      else ageless.delete(full);
    });
  };

  beforeAll(async () => {
    stage = await Stage.open({
      environment: { DEBOUNCE_MS: '20', SESSION_LINK_ORIGINS: ORIGIN, ACTIVITY_API_KEYS: 'bot:a-key-of-a-bot-1234' },
    });
    watching = (async () => {
      while (!over) await look();
    })();
  });
  afterAll(async () => {
    over = true;
    await watching;
    await stage?.close();
  });

  it('are those of docs/architecture.md, with their types, and live as long as it says', async () => {
    const { other } = stage;
    const start = async (who: { external_id: string; email?: string }) => {
      const session = newSession();
      const { id } = await other.contact(who);
      const conversation = await other.writes(id, { custom_attributes: { posthog_session_id: session } });
      return { session, conversation, who: { user_id: who.external_id, email: who.email ?? null } };
    };
    const lines = (conversation: string) => until('a note', async () => (await other.lines(conversation)).length > 0);

    // Somebody waits for a first click, somebody clicks without a conversation.
    const { id: waiting } = await other.contact({ external_id: 'waits', email: 'waits@shop.example' });
    await other.writes(waiting);
    await other.clicks(newSession(), ['alone'], { user_id: 'alone', email: 'alone@shop.example' });

    // Somebody who clicks on and on.
    const busy = newSession();
    for (let i = 0; i < 10; i++) await other.clicks(busy, [`click ${i}`], { user_id: 'busy' });

    // A push, and a link from a browser.
    const push = JSON.stringify({ type: 'actions', session_id: null, actions: [] });
    const signature = createHmac('sha256', stage.environment.AUTOPLAY_PUSH_SECRET!).update(push).digest('hex');
    const post = (path: string, body: string, headers: Record<string, string>) =>
      fetch(stage.service.url + path, { method: 'POST', body, headers });
    const product = new URL(stage.environment.AUTOPLAY_STREAM_URL!).pathname.split('/').at(-1)!;
    await post(`/events/${product}`, push, { 'x-connector-signature': `sha256=${signature}` });
    await post('/sessions/link', '{}', { origin: ORIGIN, 'content-type': 'application/json' });
    await fetch(`${stage.service.url}/activity?user_id=u`, {
      headers: { authorization: 'Bearer a-key-of-a-bot-1234' },
    });
    for (const key of ['<prefix>:reads:<hash>', '<prefix>:push:proven', '<prefix>:links:<hash>']) await seen(key);

    // Twenty actions, a summary after an LLM that fails at first, redactions.
    await other.fault({ target: 'openai', kind: 'status' });
    const first = await start({ external_id: 'first', email: 'first@shop.example' });
    await other.clicks(
      first.session,
      Array.from({ length: 20 }, (_, i) => `step ${i}`),
      first.who,
    );
    await until('redacted', async () => (await other.notes(first.conversation)).some((note) => note.redacted));
    await other.clicks(first.session, ['one more'], first.who);
    await lines(first.conversation);

    // A dead letter.
    const second = await start({ external_id: 'second' });
    await other.fault({ target: 'reply', kind: 'status', status: 422, match: { conversationId: second.conversation } });
    await other.clicks(second.session, ['refused'], second.who);
    await seen('<prefix>:dead:<ref>');

    // The wrong customer.
    const wrongOne = await start({ external_id: 'wrong' });
    await other.clicks(wrongOne.session, ['not mine'], wrongOne.who);
    await lines(wrongOne.conversation);
    await runCommand(['unlink', wrongOne.conversation], stage.environment);
    await seen('<prefix>:unlinked:<hash>');

    // A conversation that is gone, a person who is erased, a refusal that pauses sending.
    const third = await start({ external_id: 'third' });
    await other.act(third.conversation, 'delete');
    await other.clicks(third.session, ['into the void'], third.who);
    await seen('<prefix>:dropped');
    await other.control('DELETE', `/contacts/${waiting}`);
    await seen('<prefix>:erased:<hash>');
    await seen('<prefix>:aof');
    await other.settings({ adminIds: ['1'] });
    await other.clicks(first.session, ['kept'], first.who);
    await seen('<prefix>:rl:pause');
    await other.settings({ adminIds: ['7412205'] });

    expect([...wrong]).toEqual([]);
    const unmet = ROWS.map(({ name }) => name).filter((name) => !met.has(name) && !FLEETING.test(name));
    expect(unmet).toEqual([]);
  });
});
