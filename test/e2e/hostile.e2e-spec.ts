import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

const WEBHOOK = '/webhooks/intercom';
const EVENTS = `/events/${SANDBOX_CREDENTIALS.productId}`;
const KB = 1024;
const MB = 1024 * KB;
const FORGED =
  'x\n{"level":"fatal","time":"2026-01-01","msg":"forged"}\r\n\u001b[31mred\u001b[0m\u2028{"level":"fatal"}\u0085\u009b31m\u0000\u0007';

interface Spoken {
  text: string;
}

describe('hostile requests', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({
      environment: { DEBOUNCE_MS: '20', LOG_LEVEL: 'trace', DASHBOARD_PASSWORD: 'x'.repeat(12) },
    });
  });
  afterAll(() => stage?.close());
  afterEach(async () => {
    expect((await signed(JSON.stringify({ topic: 'ping', id: null }))).status).toBe(200);
    expect(await stage.service.ready()).toBe(true);
  });

  const post = (path: string, body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(stage.service.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  const signed = (body: string) =>
    post(WEBHOOK, body, {
      'x-hub-signature': `sha1=${createHmac('sha1', SANDBOX_CREDENTIALS.clientSecret).update(body).digest('hex')}`,
    });

  /** Writes bytes and listens until the other side closes; `drip` is written again and again, one byte at a time. */
  async function speak(door: 'public' | 'ops', bytes: string | Buffer, drip?: string): Promise<Spoken> {
    const { hostname, port } = new URL(door === 'public' ? stage.service.url : stage.service.opsUrl);
    const socket = connect(Number(port), hostname);
    let text = '';
    // A reset is one way to be shown out.
    socket.on('error', (error) => (text += `<${error.message}>`));
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    await once(socket, 'connect');
    socket.write(bytes);
    let at = 0;
    const dripping = drip && setInterval(() => socket.write(drip[at++ % drip.length]!), 500);
    await new Promise((closed) => socket.once('close', closed));
    if (dripping) clearInterval(dripping);
    return { text };
  }
  const request = (line: string, ...headers: string[]) =>
    [`${line} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n');
  const statusOf = async (door: 'public' | 'ops', line: string, ...headers: string[]) =>
    Number(/^HTTP\/1\.1 (\d{3})/.exec((await speak(door, request(line, ...headers))).text)?.[1]);

  describe('bodies', () => {
    const MOST = [
      ['a webhook', WEBHOOK, 256 * KB],
      ['a push', EVENTS, 2 * MB],
    ] as const;

    it.each(MOST)('%s that says that it is too long is 413 before a byte of it', async (_, path, most) => {
      // Nothing of the body is ever sent: who waits for it would not answer.
      expect(await statusOf('public', `POST ${path}`, `Content-Length: ${most + 1}`)).toBe(413);
      expect(await statusOf('public', `POST ${path}`, 'Content-Length: 99999999999')).toBe(413);
    });

    it.each(MOST)('%s that does not say how long it is, is 413 once it is too long', async (_, path, most) => {
      const chunk = `10000\r\n${'x'.repeat(64 * KB)}\r\n`;
      const head = request(`POST ${path}`, 'Transfer-Encoding: chunked');
      // It never ends.
      const { text } = await speak('public', head + chunk.repeat(most / (64 * KB) + 1));
      expect(text).toMatch(/^HTTP\/1\.1 413/);
    });

    it('one that is signed is 413 as well', async () => {
      expect((await signed(JSON.stringify({ topic: 'ping', filler: 'x'.repeat(256 * KB) }))).status).toBe(413);
    });

    it('a small one that would unpack to 100 MB is not unpacked', async () => {
      const answer = await post(WEBHOOK, gzipSync(Buffer.alloc(100 * MB, 32)), { 'content-encoding': 'gzip' });
      expect(answer.status).toBe(415);
    });

    it.each(['[[[['.repeat(50_000), '{', '', '\u0000'])('an unsigned one is never parsed: %.10j', async (body) => {
      // A parser would say 400.
      expect((await post(WEBHOOK, body)).status).toBe(401);
      expect((await post(EVENTS, body, { 'x-connector-signature': 'sha256=00' })).status).toBe(503);
    });

    it.each([
      [
        'nested a hundred thousand deep',
        `{"topic":"conversation.user.created","data":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
        200,
      ],
      ['nested and never closed', '['.repeat(1e5), 400],
      [
        'of twenty thousand keys',
        JSON.stringify({ topic: 'x', ...Object.fromEntries(Array.from({ length: 2e4 }, (_, i) => [i, 0])) }),
        200,
      ],
      ['with __proto__', '{"__proto__":{"topic":"ping"},"constructor":{"prototype":{"topic":"ping"}}}', 400],
      ['of a topic that is no text', '{"topic":{"toString":"ping"}}', 400],
    ])('a signed one %s is answered', async (_, body, status) => {
      expect((await signed(body)).status).toBe(status);
    });

    it('one in an unknown encoding is refused', async () => {
      expect((await post(WEBHOOK, '{}', { 'content-encoding': 'nonsense' })).status).toBe(415);
    });
  });

  it('who sends head or body a byte at a time is shown out, and keeps nobody waiting', async () => {
    const head = `POST ${WEBHOOK} HTTP/1.1\r\nHost: x\r\n`;
    const body = `${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`;
    const slow = (['public', 'ops'] as const).flatMap((door) => [
      speak(door, head, 'X-Slow: yes\r\n'),
      speak(door, head),
      speak(door, body, ' '),
      speak(door, body),
      speak(door, 'P'),
    ]);
    const crowd = Array.from({ length: 200 }, () => speak('public', head));
    const everybody = [...slow, ...crowd];
    let gone = 0;
    for (const one of everybody) void one.then(() => gone++);
    for (let i = 0; i < 5; i++) expect((await signed(JSON.stringify({ topic: 'ping', id: null }))).status).toBe(200);
    // The others were served while all of them were still there.
    expect(gone).toBe(0);
    for (const text of (await Promise.all(everybody)).map((spoken) => spoken.text))
      expect(text).not.toMatch(/^HTTP\/1\.1 2/);
  });

  describe('heads', () => {
    it.each([
      [
        'thousands of headers',
        () => request(`POST ${WEBHOOK}`, ...Array.from({ length: 5000 }, (_, i) => `X-${i}: y`)),
        431,
      ],
      ['a header of 64 KB', () => request(`POST ${WEBHOOK}`, `X-Long: ${'y'.repeat(65_536)}`), 431],
      ['a path of 64 KB', () => request(`GET /${'y'.repeat(65_536)}`), 431],
      ['garbage', () => Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 37) % 256)), 400],
      ['a TLS greeting', () => Buffer.from('16030100a5010000a10303', 'hex'), 400],
      ['two lengths', () => request(`POST ${WEBHOOK}`, 'Content-Length: 2', 'Content-Length: 3'), 400],
      ['a length and chunks', () => request(`POST ${WEBHOOK}`, 'Content-Length: 2', 'Transfer-Encoding: chunked'), 400],
      ['a broken line end in a header', () => request(`POST ${WEBHOOK}`, 'X-A: b\nX-Hub-Signature: c', 'X : y'), 400],
      ['no host', () => `POST ${WEBHOOK} HTTP/1.1\r\nConnection: close\r\n\r\n`, 400],
    ])('%s is refused', async (_, bytes, status) => {
      const { text } = await speak('public', bytes());
      expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    });

    it('garbage behind good requests ends that connection, and no other', async () => {
      const good = `HEAD ${WEBHOOK} HTTP/1.1\r\nHost: x\r\n\r\n`;
      const { text } = await speak('public', `${good}${good}\u0000\u0001garbage\r\n\r\n`);
      const answers = text.match(/HTTP\/1\.1 \d{3}/g) ?? [];
      expect(answers.length).toBeLessThanOrEqual(3);
      expect(answers.filter((one) => !/ (200|400)$/.test(one))).toEqual([]);
    });
  });

  describe('doors', () => {
    const OPS = ['/health/live', '/health/ready', '/queues', '/queues/api/queues', '/metrics'];

    it('what is for us is 404 to the world, as if it were not there', async () => {
      const nothing = await (await fetch(`${stage.service.url}/nowhere`)).text();
      for (const path of [...OPS, '/', '/health/', '/health?x=/health/ready', '/favicon.ico'].filter(
        (p) => !/^\/health\W?(\?|$)/.test(p),
      )) {
        const answer = await fetch(stage.service.url + path);
        expect([path, answer.status, await answer.text()]).toEqual([path, 404, nothing]);
      }
      for (const path of OPS.slice(0, 2)) expect((await fetch(stage.service.opsUrl + path)).status).toBe(200);
    });

    it('what is for the world is 404 to us, however it is signed', async () => {
      const body = JSON.stringify({ topic: 'ping', id: null });
      const headers = {
        'content-type': 'application/json',
        'x-hub-signature': `sha1=${createHmac('sha1', SANDBOX_CREDENTIALS.clientSecret).update(body).digest('hex')}`,
      };
      for (const path of [WEBHOOK, EVENTS, '/sessions/link'])
        expect((await fetch(stage.service.opsUrl + path, { method: 'POST', headers, body })).status).toBe(404);
    });

    it.each([
      ['GET', 404],
      ['PUT', 404],
      ['PATCH', 404],
      ['DELETE', 404],
      ['OPTIONS', 404],
      ['TRACE', 404],
      ['PROPFIND', 404],
      ['HEAD', 200],
      ['NONSENSE', 400],
    ])('%s of the webhook path is %i', async (method, status) => {
      expect(await statusOf('public', `${method} ${WEBHOOK}`, 'X-HTTP-Method-Override: POST')).toBe(status);
    });

    it('CONNECT is hung up on', async () => {
      expect((await speak('public', request('CONNECT example.org:443'))).text).not.toContain('200');
    });

    it.each([
      '/webhooks/%69ntercom',
      '/webhooks%2fintercom',
      '//webhooks/intercom',
      '/webhooks//intercom',
      '/./webhooks/intercom',
      '/x/../webhooks/intercom',
      '/WEBHOOKS/INTERCOM',
      '/webhooks/intercom;x=1',
      '/webhooks/intercom%00',
      '/webhooks/intercom%20',
      '/webhooks\\intercom',
      '/webhooks/intercom/..%2f..%2fqueues',
      '/webhooks/intercom/../../queues',
      '/queues/../webhooks/intercom',
      '/%2e%2e/queues',
      '/health/..%2fqueues',
      '/Queues',
      '/queues/',
      '//queues',
      'http://127.0.0.1/queues',
      '*',
    ])('POST and GET %s come to nothing at the public door', async (path) => {
      for (const method of ['POST', 'GET'])
        expect([method, await statusOf('public', `${method} ${path}`)]).toEqual([method, 404]);
    });

    it.each(['/events/%zz', '/events/%E0%A4%A', '/events/..', '/events/%2e%2e%2fqueues', '/events/__proto__'])(
      'POST %s is refused as what the caller did wrong',
      async (path) => {
        expect([400, 404]).toContain(await statusOf('public', `POST ${path}`, 'Content-Length: 0'));
      },
    );

    it('a slash at the end and a query change nothing: the webhook still asks for its signature', async () => {
      for (const path of [`${WEBHOOK}/`, `${WEBHOOK}?x=${WEBHOOK}`, `http://elsewhere${WEBHOOK}`])
        expect([path, await statusOf('public', `POST ${path}`, 'Content-Length: 0')]).toEqual([path, 401]);
    });
  });

  it.each([
    [
      'times at the ends of the numbers',
      [1.7e308, -1.7e308, 5e-324, -0].map((at) => ({ description: `at ${at}`, timestamp_start: at })),
    ],
    [
      'texts that look like our own items',
      ['1|2|{}', 's1|0|"x"', 'a\nb\r\nc\u2028d', '"', '\\u0000', '${x}', '%s %d'].map((description) => ({
        description,
      })),
    ],
    ['ten thousand actions', Array.from({ length: 10_000 }, (_, i) => ({ description: `${i}` }))],
    [
      'actions of every wrong type',
      [null, 7, 'x', [], { description: 7 }, { title: null }, { description: { a: 1 } }, { description: 'kept' }],
    ],
    ['half a megabyte of combining characters', [{ description: 'a' + '\u0300'.repeat(250_000) }]],
  ] as [string, never[]][])('%s do not block a session that is linked', async (_, actions) => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: session });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await until('linked', () => stage.redis.sessionsOf(conversation));
    await stage.other.frame({ type: 'actions', session_id: session, user_id: session, count: -1, actions });
    await stage.other.clicks(session, ['goes on']);
    await until('the session goes on', async () => (await stage.other.lines(conversation)).includes('goes on'));
    for (const note of await stage.other.notes(conversation)) expect(note.text.length).toBeLessThanOrEqual(5000);
  });

  it('nothing from outside makes a log line, or colours one', async () => {
    const session = FORGED + newSession();
    const { id } = await stage.other.contact({ external_id: 'forger', email: 'forger@shop.example' });
    await stage.other.clicks(session, [FORGED], { user_id: 'forger', email: FORGED });
    await stage.other.raw(`{"type":"actions",${FORGED.replace(/\s/g, ' ')}`);
    await stage.other.frame({ type: FORGED });
    const conversation = await stage.other.writes(id, { webhook: true });
    const [note] = await until('the note', async () => {
      const notes = await stage.other.notes(conversation);
      return notes.length > 0 ? notes : null;
    });
    const topic = FORGED.slice(-40);
    await signed(JSON.stringify({ topic, id: FORGED, app_id: FORGED, data: { item: { id: FORGED, state: FORGED } } }));
    await speak('public', request(`GET /${encodeURIComponent(FORGED)}`, 'User-Agent: \u001b[31mred'));
    await statusOf('public', 'POST /events/%0A%1B[31m', 'X-Request-Id: red', 'Content-Length: 0');
    await until('the last of it is logged', () => stage.service.printed.some((line) => line.includes('%0A')));
    expect(stage.service.log.filter((line) => line['topic'] === topic)).toHaveLength(1);
    const { printed, log } = stage.service;
    expect(log).toHaveLength(printed.length);
    expect(printed.filter((line) => /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(line))).toEqual([]);
    expect(log.filter((line) => line['msg'] === 'forged' || line['level'] === 'fatal')).toEqual([]);
    // Nor a line of a note: header, action, footer.
    expect(note!.text.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'session_id:',
      'timestamp:',
      '',
      '[1]',
      '',
      'ref',
    ]);
  });
});
