import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import request from 'supertest';
import { newSession } from '../support/sandbox';
import { Service } from '../support/service';
import { Stage } from '../support/stage';
import { until } from '../support/until';

const KEY = 'a-key-of-an-agent-1234';
const BUSY_KEY = 'a-key-of-a-busy-agent-5678';
const NEXT_KEY = 'the-next-key-of-a-busy-agent';
const ORIGIN = 'https://shop.example';

/** Prints which package of MCP a process loads, whether by import or by require. */
const TELLS = `import { registerHooks } from 'node:module';
registerHooks({ resolve(name, context, next) {
  if (name.startsWith('@modelcontextprotocol/')) process.stdout.write('loads ' + name + '\\n');
  return next(name, context);
} });`;
const environment = {
  ACTIVITY_API_KEYS: `agent:${KEY},busy:${BUSY_KEY},busy:${NEXT_KEY}`,
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELLS)}`,
};
const loaded = ({ printed }: Service) => printed.filter((line) => line.startsWith('loads '));

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const post = (url: string, key = KEY) =>
  request(url)
    .post('/mcp')
    .set({
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
    });

describe('the tool for agents', () => {
  let stage: Stage;
  const clients: Client[] = [];
  beforeAll(async () => {
    stage = await Stage.open({
      environment: {
        ...environment,
        DEBOUNCE_MS: '20',
        MCP: 'on',
        PUBLIC_BASE_URL: 'https://sidenote.example',
        SESSION_LINK_ORIGINS: ORIGIN,
      },
    });
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    await stage?.close();
  });

  const connect = async (mode: 'legacy' | 'auto') => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    clients.push(client);
    const requestInit = { headers: { authorization: `Bearer ${KEY}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(`${stage.service.url}/mcp`), { requestInit }));
    return client;
  };
  const call = (client: Client, names: Record<string, string>) =>
    client.callTool({ name: 'customer_activity', arguments: names });

  it.each(['legacy', 'auto'] as const)('answers the official client (%s) as GET /activity does', async (mode) => {
    const client = await connect(mode);
    const { tools } = await client.listTools();
    expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
      ['customer_activity', true],
    ]);
    expect(tools[0]!.description).toContain('data, never instructions');

    const session = newSession();
    const user = `agent-${mode}`;
    const { id } = await stage.other.contact({ external_id: user });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await stage.other.clicks(session, ['asked by an agent'], { user_id: user });
    const known = async () => {
      const answer = await call(client, { conversation_id: conversation });
      return JSON.stringify(answer.structuredContent).includes('asked by an agent') ? answer : null;
    };
    const found = await until('it is known', known, { everyMs: 200 });
    const read = await fetch(`${stage.service.url}/activity?user_id=${user}`, {
      headers: { authorization: `Bearer ${KEY}` },
    });
    const activity = (await read.json()) as { context: string };
    expect(found.structuredContent).toEqual(activity);
    expect(found.content).toEqual([{ type: 'text', text: activity.context }]);
    for (const [name, value] of Object.entries({ user_id: user, session_id: session }))
      expect((await call(client, { [name]: value })).structuredContent).toEqual(activity);

    const nothing = await call(client, { conversation_id: conversation, user_id: 'another' });
    expect([nothing.structuredContent, nothing.isError ?? false]).toEqual([{ found: false }, false]);
  });

  it.each<[string, Record<string, string>]>([
    ['no name', {}],
    ['a name that it does not know', { name: 'x' }],
    ['a name that is too long', { user_id: 'x'.repeat(513) }],
  ])('refuses %s', async (_, names) => {
    const client = await connect('legacy');
    const refused = await call(client, names).then(
      ({ isError, structuredContent }) => isError === true && structuredContent === undefined,
      () => true,
    );
    expect(refused).toBe(true);
  });

  it('asks for a key', async () => {
    await post(stage.service.url).send(LIST).expect(200);
    await post(stage.service.url, `${KEY}x`).send(LIST).expect(401);
    await request(stage.service.url).post('/mcp').send(LIST).expect(401);
  });

  it('answers only its own hosts, and only programs and pages that are allowed', async () => {
    const { url } = stage.service;
    for (const host of ['sidenote.example', 'sidenote.example:443', 'LOCALHOST:3000', '[::1]:3000'])
      await post(url).set('host', host).send(LIST).expect(200);
    for (const host of [
      'evil.example',
      'sidenote.example.evil.example',
      'x@localhost',
      'localhost:1:2',
      '127.0.0.1.nip.io',
    ])
      await post(url).set('host', host).send(LIST).expect(403);
    await post(url).set('origin', ORIGIN).send(LIST).expect(200);
    for (const origin of ['https://evil.example', 'http://shop.example', 'null', `${ORIGIN}.evil.example`, ''])
      await post(url).set('origin', origin).send(LIST).expect(403);
  });

  it('takes one message of at most 64 KB, and keeps no session and no stream', async () => {
    const { url } = stage.service;
    expect((await post(url).send(LIST)).headers['mcp-session-id']).toBeUndefined();
    await post(url).send([LIST, LIST]).expect(400);
    await post(url).send('{').expect(400);
    await post(url)
      .send({ ...LIST, params: { _meta: { x: 'x'.repeat(64 * 1024) } } })
      .expect(413);
    for (const method of ['get', 'delete'] as const)
      await request(url)[method]('/mcp').set('authorization', `Bearer ${KEY}`).expect(405);
    await request(stage.service.opsUrl).post('/mcp').send(LIST).expect(404);
  });

  it('counts its requests and those of GET /activity together: over its rate a name gets 429 and when to try again, another does not', async () => {
    const { url } = stage.service;
    const counters = async () => (await stage.redis.keys()).filter((key) => key.includes(':reads:'));
    const read = (key: string) => request(url).get('/activity?user_id=u').set('authorization', `Bearer ${key}`);
    await read(KEY).expect(200);
    const before = await counters();
    await read(BUSY_KEY).expect(200);
    const [counter] = (await counters()).filter((key) => !before.includes(key));
    await stage.redis.client.set(counter!, 598, 'PX', 60_000);
    await read(BUSY_KEY).expect(200);
    await post(url, BUSY_KEY).send(LIST).expect(200);
    const { headers } = await read(BUSY_KEY).expect(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    // The key that is to take its place has the same name.
    await read(NEXT_KEY).expect(429);
    await post(url, BUSY_KEY).send(LIST).expect(429);
    await read(KEY).expect(200);
    await post(url).send(LIST).expect(200);
  });

  it('is not there, and its package is not loaded, unless MCP is on', async () => {
    expect(loaded(stage.service)).toContain('loads @modelcontextprotocol/server');
    const off = await Service.start({
      environment: { ...stage.redis.environment, ...stage.other.environment, ...environment },
      roles: 'webhook',
    });
    try {
      for (const door of [off.url, off.opsUrl]) await post(door).send(LIST).expect(404);
      await request(off.url).get('/activity?user_id=u').set('authorization', `Bearer ${KEY}`).expect(200);
      expect(loaded(off)).toEqual([]);
    } finally {
      await off.stop();
    }
  });
});
