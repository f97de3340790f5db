import { createHmac } from 'node:crypto';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

/** Words that nobody else uses: wherever one turns up, it came from here. */
const TEXTS = {
  description: 'Zanzibar-description',
  title: 'Zanzibar-title',
  type: 'Zanzibar-type',
  url: 'zanzibar-url',
  userId: 'zanzibar-user-id',
  email: 'zanzibar.person@example.test',
  message: 'Zanzibar-message',
  malformed: 'Zanzibar-malformed',
  payload: 'Zanzibar-payload',
  apiError: 'Zanzibar-api-error',
  llmError: 'Zanzibar-llm-error',
  path: 'zanzibar-path',
};
const SECRETS = {
  push: 'quagga-push-secret',
  dashboard: 'quagga-dashboard-password',
  query: 'quagga-query-token',
  typed: 'quagga-typed-password',
  header: 'quagga-header-token',
};
const MALFORMED_EXCERPT = /malformed: /;

describe.each(['info', 'trace'])('what the service prints at LOG_LEVEL=%s', (level) => {
  let stage: Stage;
  let conversation: string;
  const printed = () => stage.services.flatMap((service) => service.printed);
  const log = (msg: string) => stage.services.flatMap((service) => service.log.filter((line) => line['msg'] === msg));

  /** Posts a body to the public door as it is. */
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${stage.service.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRETS.header}`, ...headers },
      body,
    });
  const signed = (header: string, secret: string, body: string) => ({
    [header]: `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  });

  beforeAll(async () => {
    stage = await Stage.open({
      environment: {
        LOG_LEVEL: level,
        DEBOUNCE_MS: '20',
        SUMMARY_THRESHOLD: '3',
        KEEP_LINK_NOTE: 'off',
        INTERCOM_TIMEOUT_MS: '1000',
        AUTOPLAY_PUSH_SECRET: SECRETS.push,
        DASHBOARD_PASSWORD: SECRETS.dashboard,
      },
    });
    await mainFlows();
    await badInput();
  });
  afterAll(() => stage?.close());

  async function mainFlows(): Promise<void> {
    const { other } = stage;
    const session = newSession();
    const who = { user_id: TEXTS.userId, email: TEXTS.email };
    const action = {
      title: TEXTS.title,
      description: `${TEXTS.description} password=${SECRETS.typed}`,
      type: TEXTS.type,
      raw_url: `https://shop.example/${TEXTS.url}?token=${SECRETS.query}`,
      canonical_url: `https://shop.example/${TEXTS.url}`,
    };
    await other.clicks(session, [action], who);
    const contact = await other.contact({ external_id: TEXTS.userId, email: TEXTS.email, name: TEXTS.message });
    conversation = await other.writes(contact.id, { body: TEXTS.message });
    await until('the note at the link', async () => (await other.lines(conversation)).length === 1);
    // Ambiguous, refused by status, and refused for good, each with a talkative answer.
    const talkative = { type: 'error.list', errors: [{ code: 'server_error', message: TEXTS.apiError }] };
    await other.fault({ target: 'reply', kind: 'status', status: 500, body: talkative });
    await other.fault({ target: 'openai', kind: 'status', status: 500, body: { error: { message: TEXTS.llmError } } });
    await other.fault({ target: 'openai', kind: 'refusal' });
    await other.clicks(session, [action, { ...action, description: `${TEXTS.description} two` }], who);
    await until('a summary and redactions', async () => {
      const notes = await other.notes(conversation);
      return notes.some((note) => note.isSummary) && notes.every((note) => note.isSummary || note.redacted);
    });
    await other.fault({ target: 'reply', kind: 'status', status: 422, body: talkative });
    await other.clicks(session, [{ ...action, description: `${TEXTS.description} three` }], who);
    await until('a dead letter', () => log('note').some((line) => line['outcome'] === 'dead_letter'));
    await other.act(conversation, 'reply', { body: TEXTS.message });
  }

  async function badInput(): Promise<void> {
    await stage.other.raw(`{"type":"actions","session_id":"${TEXTS.malformed}`);
    await stage.other.frame({ type: 'actions', product_id: 'x', session_id: 'y', actions: TEXTS.malformed });
    await stage.other.frame({ type: TEXTS.malformed });
    const productId = new URL(stage.environment.AUTOPLAY_STREAM_URL!).pathname.split('/').at(-1)!;
    const push = JSON.stringify({ type: 'actions', session_id: null, actions: [{ description: TEXTS.payload }] });
    const wrong = JSON.stringify({ type: 'actions', session_id: {}, actions: TEXTS.payload, email: TEXTS.email });
    // Topic and ids are Intercom's words where the signature is right; everything else in it may be a customer's.
    const item = {
      id: conversation,
      source: { body: TEXTS.payload, author: { email: TEXTS.email } },
      custom: TEXTS.payload,
    };
    const hook = JSON.stringify({ topic: 'conversation.user.replied', data: { item } });
    const unsigned = JSON.stringify({ topic: TEXTS.payload, id: TEXTS.payload, data: { item: { id: TEXTS.payload } } });
    const secret = stage.environment.INTERCOM_CLIENT_SECRET!;
    const answers = [
      await post('/webhooks/intercom', `{"topic": ${TEXTS.payload}`),
      await post('/webhooks/intercom', unsigned),
      await post('/webhooks/intercom', unsigned, signed('x-hub-signature-256', 'wrong', unsigned)),
      await post('/webhooks/intercom', hook, signed('x-hub-signature-256', secret, hook)),
      await post(
        '/webhooks/intercom',
        `"${TEXTS.payload}"`,
        signed('x-hub-signature-256', secret, `"${TEXTS.payload}"`),
      ),
      await post(`/events/${productId}`, push, signed('x-connector-signature', SECRETS.push, push)),
      await post(`/events/${productId}`, wrong, signed('x-connector-signature', SECRETS.push, wrong)),
      await post(`/events/${productId}`, push, signed('x-connector-signature', 'wrong', push)),
      await post(
        `/events/${productId}`,
        `{${TEXTS.payload}`,
        signed('x-connector-signature', SECRETS.push, `{${TEXTS.payload}`),
      ),
      await post('/sessions/link', JSON.stringify({ session_id: TEXTS.payload, conversation_id: TEXTS.payload })),
      await post('/webhooks/intercom', JSON.stringify({ topic: TEXTS.payload, x: 'x'.repeat(2_000_000) })),
      await fetch(`${stage.service.url}/nowhere?token=${SECRETS.query}&email=${TEXTS.email}`),
      await fetch(`${stage.service.opsUrl}/metrics?token=${SECRETS.query}`),
      await fetch(`${stage.service.opsUrl}/queues?token=${SECRETS.query}`, {
        headers: { authorization: `Basic ${Buffer.from(`sidenote:${SECRETS.header}`).toString('base64')}` },
      }),
    ];
    for (const answer of answers) await answer.arrayBuffer();
    await until('the malformed frames were seen', async () => {
      const text = await (await fetch(`${stage.service.opsUrl}/metrics`)).text();
      return /sidenote_stream_frames_total\{kind="malformed"\} [12]/.test(text);
    });
  }

  it('holds no secret', () => {
    const { environment } = stage;
    const own = ['AUTOPLAY_API_TOKEN', 'INTERCOM_ACCESS_TOKEN', 'INTERCOM_CLIENT_SECRET', 'OPENAI_API_KEY'];
    const secrets = [...Object.values(SECRETS), ...own.map((name) => environment[name]!)];
    const basic = Buffer.from(`sidenote:${SECRETS.header}`).toString('base64');
    for (const secret of [...secrets, basic]) {
      expect(secret.length).toBeGreaterThan(7);
      expect(printed().filter((line) => line.includes(secret))).toEqual([]);
    }
  });

  it('holds no text of a customer, of an answer or of an error', () => {
    // Of a malformed frame debug shows the first characters: whoever turns that on wants to see them.
    const lines = printed().filter((line) => level === 'info' || !MALFORMED_EXCERPT.test(line));
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => /zanzibar/i.test(line))).toEqual([]);
  });

  it('is one JSON object per line, each with a time and a level', () => {
    for (const line of printed()) {
      const entry = JSON.parse(line) as Record<string, unknown>;
      expect(entry).toEqual(expect.objectContaining({ time: expect.any(String), level: expect.any(String) }));
    }
  });

  it('tells every attempt on a note in exactly one line, with ids, tries and what comes next', async () => {
    const { calls } = await stage.other.state<{ calls: { operation: string }[] }>('intercom');
    const attempts = log('note');
    const made = calls.filter((call) => call.operation === 'reply').length;
    expect(attempts.filter((line) => line['outcome'] !== 'deferred' && line['outcome'] !== 'found')).toHaveLength(made);
    for (const line of attempts) {
      expect(line).toMatchObject({
        outcome: expect.any(String),
        sessionKey: expect.stringMatching(/^[0-9a-f]{20}$/),
        conversationId: conversation,
        ref: expect.any(String),
        kind: expect.any(String),
        tries: expect.any(Number),
      });
      if (line['outcome'] === 'retried') expect(line['nextInMs']).toEqual(expect.any(Number));
      if (line['outcome'] === 'posted') expect(line['partId']).toEqual(expect.any(String));
    }
    expect(attempts.map((line) => line['outcome'])).toEqual(
      expect.arrayContaining(['posted', 'retried', 'dead_letter']),
    );
  });

  it('tells every question to the LLM, every redaction and every webhook once', async () => {
    const { calls } = await stage.other.state<{ calls: unknown[] }>('openai');
    const questions = log('summary');
    expect(questions).toHaveLength(calls.length);
    expect(questions.map((line) => [line['outcome'], line['kind']])).toEqual([
      ['failed', 'http'],
      ['failed', 'refusal'],
      ['stored', undefined],
    ]);
    for (const line of questions)
      expect(line).toMatchObject({ sessionKey: expect.any(String), ms: expect.any(Number) });
    expect(log('redaction').map((line) => line['outcome'])).toEqual(['redacted', 'redacted']);
    const created = log('link').filter((line) => line['topic'] === 'conversation.user.created');
    expect(created).toMatchObject([
      { conversationId: conversation, decision: expect.any(String), ms: expect.any(Number) },
    ]);
  });

  it('tells every call to Intercom with its length, the usual ones at debug', async () => {
    const { calls } = await stage.other.state<{ calls: { operation: string }[] }>('intercom');
    const told = log('intercom_call');
    for (const line of told) expect(line).toMatchObject({ operation: expect.any(String), ms: expect.any(Number) });
    if (level === 'info') expect(told.every((line) => line['outcome'] !== 'ok')).toBe(true);
    else {
      // What never got a connection, as on a busy machine, is told as well; the other side cannot know of it.
      const arrived = told.filter((line) => line['kind'] !== 'unreachable');
      expect(arrived).toHaveLength(calls.filter((call) => call.operation !== 'me').length);
    }
  });
});
