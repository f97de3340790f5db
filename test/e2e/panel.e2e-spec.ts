import { createHmac } from 'node:crypto';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

const KEY = 'a-key-of-fin-alone-1234';
const NEXT_KEY = 'a-key-of-fin-alone-9999';
const OTHER_KEY = 'a-key-of-dify-alone-5678';

interface Component {
  type: string;
  id?: string;
  text?: string;
}

describe.each(['recipe', 'off'])('the panel and the read API, NOTE_PRESET=%s', (preset) => {
  let stage: Stage;
  let people = 0;
  beforeAll(async () => {
    stage = await Stage.open({
      environment: {
        DEBOUNCE_MS: '20',
        NOTE_PRESET: preset,
        INTERCOM_APP_ID: SANDBOX_CREDENTIALS.appId,
        ACTIVITY_API_KEYS: `fin:${KEY},fin:${NEXT_KEY},dify:${OTHER_KEY}`,
      },
    });
  });
  afterAll(() => stage?.close());

  const sign = (body: string, secret = stage.environment.INTERCOM_CLIENT_SECRET!) =>
    createHmac('sha256', secret).update(body).digest('hex');
  const ask = async (path: string, fields: object, signature?: string) => {
    const body = JSON.stringify({ workspace_id: SANDBOX_CREDENTIALS.appId, admin: { id: '77' }, ...fields });
    const headers = { 'content-type': 'application/json', 'x-body-signature': signature ?? sign(body) };
    return fetch(`${stage.service.url}/canvas/${path}`, { method: 'POST', body, headers });
  };
  const canvas = async (conversation: string, pressed = '', more: object = {}) => {
    const fields = { conversation: { id: conversation }, ...(pressed && { component_id: pressed }), ...more };
    const answer = await ask(pressed ? 'submit' : 'initialize', fields);
    expect(answer.status).toBe(200);
    const { canvas } = (await answer.json()) as { canvas: { content: { components: Component[] } } };
    return canvas.content.components.map(({ text }) => text ?? '').join('\n');
  };
  const read = (query: string, key = KEY) =>
    fetch(`${stage.service.url}/activity?${query}`, { headers: { authorization: `Bearer ${key}` } });
  const linked = async (clicks: string[]) => {
    const session = newSession();
    const user = `panel-${++people}`;
    const { id } = await stage.other.contact({ external_id: user });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await stage.other.clicks(session, clicks, { user_id: user });
    await until(clicks.at(-1)!, async () => (await canvas(conversation)).includes(clicks.at(-1)!.slice(0, 10)));
    return { session, user, conversation, contact: id };
  };

  it('shows what the customer does, and a note only where notes are on', async () => {
    const { conversation } = await linked(['opened the *basket*']);
    const text = await canvas(conversation);
    expect(text).toContain('opened the \\*basket\\*');
    expect(text).toContain('linked by the attribute of the conversation');
    if (preset === 'off') expect(await stage.other.notes(conversation)).toEqual([]);
    else await until('a note', async () => (await stage.other.notes(conversation)).length > 0);
  });

  it('writes a summary at once when it is asked for, and keeps showing what it has told', async () => {
    const { session, user, conversation } = await linked(['one step']);
    await stage.other.clicks(session, ['another step', 'a third step'], { user_id: user });
    const known = async () => (await (await read(`conversation_id=${conversation}`)).json()) as Record<string, unknown>;
    await until('three actions', async () => JSON.stringify(await known()).includes('a third step'));
    const said: string[] = [];
    await until('a summary', async () => {
      said.push(await canvas(conversation, 'summarise'));
      return Boolean((await known()).summary);
    });
    expect(said.join('\n')).toContain('It is being written.');
    await until('all is told', async () =>
      (await canvas(conversation, 'summarise')).includes('There is nothing new to summarise.'),
    );
    const text = await canvas(conversation);
    expect(text).toContain('Summary by');
    expect(text).toContain('a third step');
  });

  it('mutes, unlinks the wrong customer and links them again; who did it, and when, is told', async () => {
    const { session, user, conversation } = await linked(['not my customer']);
    expect(await canvas(conversation, 'more')).toContain('Wrong customer?');
    expect(await canvas(conversation, 'mute')).toContain('Muted');
    expect(await canvas(conversation)).toContain('Notes are muted here.');
    expect(await canvas(conversation, 'unmute')).toContain('Unmuted');
    if (preset !== 'off') await until('a note', async () => (await stage.other.notes(conversation)).length > 0);
    const text = await canvas(conversation, 'unlink');
    expect(text).toContain('Unlinked.');
    expect(text).toMatch(
      /Unlinked as the wrong customer: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, admin 77 \\\(panel\\\)\./,
    );
    expect(text).not.toContain('not my customer');
    expect(await canvas(conversation, 'unlink')).toContain('Nothing was linked here.');
    await until('our notes are redacted', async () =>
      (await stage.other.notes(conversation)).every((note) => note.redacted),
    );
    await stage.other.clicks(session, ['after the unlink'], { user_id: user });
    expect(await canvas(conversation, 'relink')).toContain('Linked again.');
    await until('what came since', async () => (await canvas(conversation)).includes('after the unlink'));
    expect(await canvas(conversation)).toContain('linked by somebody of the team');
    const { stdout } = await runCommand(['explain', conversation], stage.environment);
    for (const what of ['Muted', 'Unmuted', 'Unlinked', 'Linked'])
      expect(stdout).toMatch(new RegExp(`\\d\\d:\\d\\d:\\d\\d.*${what}.*admin 77 \\(panel\\)`));
  });

  it('shows and tells nothing of a person who was erased', async () => {
    const { conversation, contact, user, session } = await linked(['erased with me']);
    await stage.other.control('DELETE', `/contacts/${contact}`);
    await until('nothing is shown', async () => !(await canvas(conversation)).includes('erased with me'));
    expect(await canvas(conversation)).toContain('No session of this customer');
    for (const query of [`conversation_id=${conversation}`, `user_id=${user}`, `session_id=${session}`])
      expect(await (await read(query)).json()).toEqual({ found: false });
  });

  it.each([
    ['a forged signature', 401, {}, 'ab'.repeat(32)],
    ['no signature', 401, {}, ''],
    ['another workspace', 403, { workspace_id: 'another' }, undefined],
    ['no workspace', 403, { workspace_id: null }, undefined],
  ])('refuses %s', async (_, status, fields, signature) => {
    expect((await ask('initialize', { conversation: { id: '1' }, ...fields }, signature)).status).toBe(status);
    expect((await ask('submit', { conversation: { id: '1' }, ...fields }, signature)).status).toBe(status);
  });

  it("finds the session that PostHog names on the contact, where it is that contact's", async () => {
    const session = newSession();
    await stage.other.clicks(session, ['named by PostHog'], { user_id: 'posthog' });
    const named = (external_id: string) => ({
      contact: {
        id: '1',
        external_id,
        role: 'user',
        custom_attributes: { latestPosthogReplayURL: `https://eu.posthog.com/project/x/replay/${session}` },
      },
    });
    expect(await canvas('990001', '', named('somebody else'))).toContain('No session of this customer');
    await until('found', async () => (await canvas('990002', '', named('posthog'))).includes('named by PostHog'));
  });

  it('answers programs with the same, as the document that it serves says', async () => {
    const { conversation, user, session } = await linked(['asked by a bot']);
    const document = (await (await fetch(`${stage.service.url}/activity/openapi.json`)).json()) as Document;
    const [found, nothing] = document.paths['/activity'].get.responses[200].content['application/json'].schema.oneOf;
    for (const query of [`conversation_id=${conversation}`, `user_id=${user}`, `session_id=${session}`]) {
      const answer = await read(query);
      expect([query, answer.status]).toEqual([query, 200]);
      const body: unknown = await answer.json();
      expect(misfits(body, found!)).toEqual([]);
      expect(JSON.stringify(body)).toContain('asked by a bot');
    }
    const unknown: unknown = await (await read('conversation_id=1')).json();
    expect(unknown).toEqual({ found: false });
    expect(misfits(unknown, nothing!)).toEqual([]);
    expect(await (await read(`conversation_id=${conversation}&user_id=another`)).json()).toEqual({ found: false });
  });

  if (preset === 'off')
    it("makes Fin's data connector, which asks for what is there", async () => {
      const { conversation } = await linked(['asked by Fin']);
      const environment = { ...stage.environment, PUBLIC_BASE_URL: stage.service.url };
      const { code, stdout, stderr } = await runCommand(['fin', '--create'], environment);
      expect([code, stderr]).toEqual([0, '']);
      const [connector] = await stage.other.state<Connector[]>('dataConnectors');
      expect(stdout).toContain(`A draft is made: ${connector!.id}.`);
      expect(connector).toMatchObject({ state: 'draft', configuration_response_type: 'mock_response_type' });
      const headers = Object.fromEntries(connector!.headers.map(({ name, value }) => [name, value]));
      const answer = await fetch(connector!.url.replace('{{conversation_id}}', conversation), { headers });
      const body = (await answer.json()) as Record<string, unknown>;
      expect(body).toMatchObject({ found: true, context: expect.stringContaining('asked by Fin') });
      expect(Object.keys(body)).toEqual(expect.arrayContaining(connector!.response_fields.map(({ path }) => path)));
    });

  it('asks for a key, each with a name; of one that is being changed both are good', async () => {
    expect((await read('user_id=u', NEXT_KEY)).status).toBe(200);
    expect((await read('user_id=u', OTHER_KEY)).status).toBe(200);
    for (const key of ['', 'fin', `fin:${KEY}`, `dify:${KEY}`, `${KEY}x`])
      expect([key, (await read('user_id=u', key)).status]).toEqual([key, 401]);
    expect((await fetch(`${stage.service.url}/activity?user_id=u`)).status).toBe(401);
    expect((await read('')).status).toBe(400);
    expect((await read('user_id=a&user_id=b')).status).toBe(400);
  });
});

interface Connector {
  id: string;
  url: string;
  headers: { name: string; value: string }[];
  response_fields: { path: string }[];
}

interface Schema {
  type?: string | string[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  maxLength?: number;
  maxItems?: number;
}
interface Document {
  paths: {
    '/activity': { get: { responses: { 200: { content: { 'application/json': { schema: { oneOf: Schema[] } } } } } } };
  };
}

/** Where a value is not as a schema says, by path: of JSON Schema what our document uses. */
function misfits(value: unknown, schema: Schema, path = '$'): string[] {
  if ('const' in schema) return value === schema.const ? [] : [`${path} is not ${String(schema.const)}`];
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (schema.type && ![schema.type].flat().includes(kind)) return [`${path} is a ${kind}`];
  if (typeof value === 'string' && value.length > (schema.maxLength ?? Infinity)) return [`${path} is too long`];
  if (Array.isArray(value)) {
    if (value.length > (schema.maxItems ?? Infinity)) return [`${path} has too many`];
    return value.flatMap((one, i) => misfits(one, schema.items ?? {}, `${path}[${i}]`));
  }
  if (kind !== 'object') return [];
  const fields = value as Record<string, unknown>;
  const strange = Object.keys(fields).filter((name) => !(name in (schema.properties ?? {})));
  const missing = (schema.required ?? []).filter((name) => !(name in fields));
  const inner = Object.entries(fields).flatMap(([name, one]) =>
    misfits(one, schema.properties?.[name] ?? {}, `${path}.${name}`),
  );
  return [
    ...strange.map((name) => `${path}.${name} is not in it`),
    ...missing.map((name) => `${path}.${name} is missing`),
    ...inner,
  ];
}
