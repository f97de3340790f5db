import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { IntercomClient } from './intercom.client';
import { IntercomError } from './intercom.error';

interface Seen {
  method?: string;
  url?: string;
  headers: IncomingMessage['headers'];
  body: string;
}

describe('IntercomClient', () => {
  let server: Server;
  let baseUrl: string;
  let answer: (response: ServerResponse, request: IncomingMessage) => void;
  let seen: Seen[];

  beforeEach(async () => {
    seen = [];
    answer = (response) => response.end('{}');
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, headers: request.headers, body });
        answer(response, request);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const client = (options: Partial<ConstructorParameters<typeof IntercomClient>[0]> = {}) =>
    new IntercomClient({
      baseUrl: `${baseUrl}/`,
      accessToken: 'tok-secret',
      adminId: '7412205',
      apiVersion: '2.11',
      timeoutMs: 30_000,
      ...options,
    });

  const failure = async (call: Promise<unknown>): Promise<IntercomError> => {
    const outcome = await call.then(
      () => 'it succeeded',
      (error: unknown) => error,
    );
    expect(outcome).toBeInstanceOf(IntercomError);
    return outcome as IntercomError;
  };

  it('posts a note as our admin, with the headers of the API, and reads the budget', async () => {
    const reset = Math.floor(Date.now() / 1000) + 7;
    answer = (response) => {
      response.writeHead(200, {
        'X-RateLimit-Limit': '1667',
        'X-RateLimit-Remaining': '1660',
        'X-RateLimit-Reset': reset,
      });
      response.end('{"type":"conversation","id":"5"}');
    };
    const { body, rate, status } = await client().postNote('a/../b?c', '<p>hi</p>');
    expect({ body, status }).toEqual({ body: { type: 'conversation', id: '5' }, status: 200 });
    expect(rate).toEqual({ limit: 1667, remaining: 1660, resetAtMs: reset * 1000, askedAtMs: expect.any(Number) });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/conversations/a%2F..%2Fb%3Fc/reply',
      headers: { authorization: 'Bearer tok-secret', 'intercom-version': '2.11', 'content-type': 'application/json' },
    });
    expect(JSON.parse(seen[0]!.body)).toEqual({
      message_type: 'note',
      type: 'admin',
      admin_id: '7412205',
      body: '<p>hi</p>',
    });
  });

  it.each([
    ['2.14', undefined],
    ['2.15', true],
    ['3.0', true],
    ['Preview', true],
  ])('with API version %s sends skip_notifications %s', async (apiVersion, expected) => {
    await client({ apiVersion }).postNote('1', 'x');
    expect(JSON.parse(seen[0]!.body).skip_notifications).toBe(expected);
  });

  it('makes the other calls', async () => {
    const api = client();
    await api.redact('1', '2');
    await api.getConversation('1');
    await api.getContact('c/1');
    await api.me();
    await api.admins();
    await api.searchConversations({ updatedSince: 5.5, startingAfter: 'p' });
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /conversations/redact',
      'GET /conversations/1',
      'GET /contacts/c%2F1',
      'GET /me',
      'GET /admins',
      'POST /conversations/search',
    ]);
    expect(JSON.parse(seen[0]!.body)).toEqual({
      type: 'conversation_part',
      conversation_id: '1',
      conversation_part_id: '2',
    });
    expect(JSON.parse(seen[5]!.body)).toEqual({
      query: { field: 'updated_at', operator: '>', value: 5 },
      pagination: { per_page: 150, starting_after: 'p' },
    });
  });

  it('tells the status, the code, the request id and the budget of a refusal, and nothing secret', async () => {
    answer = (response) => {
      response.writeHead(429, {
        'Retry-After': '3',
        'X-RateLimit-Limit': '1667',
        'X-RateLimit-Remaining': '0',
        'X-RateLimit-Reset': '1795350010',
      });
      response.end(
        '{"type":"error.list","request_id":"r-1","errors":[{"code":"rate_limit_exceeded","message":"priya@x.example"}]}',
      );
    };
    const error = await failure(client().postNote('1', '<p>user text</p>'));
    expect(error).toMatchObject({
      kind: 'http',
      status: 429,
      code: 'rate_limit_exceeded',
      requestId: 'r-1',
      retryAfterMs: 3000,
      rate: { limit: 1667, remaining: 0 },
      message: 'Intercom POST /conversations/{id}/reply: 429 rate_limit_exceeded (request r-1)',
    });
  });

  it.each([
    ['no JSON', '<html>priya@x.example</html>'],
    ['odd shapes', '{"errors":{"0":{"code":"x"}},"request_id":{"a":1}}'],
    ['text as code', '{"errors":[{"code":"two words <script>"}],"request_id":"a b"}'],
    ['nothing', ''],
  ])('takes the status of a refusal with %s in its body', async (_, body) => {
    answer = (response) => response.writeHead(503).end(body);
    const error = await failure(client().me());
    expect(error).toMatchObject({ kind: 'http', status: 503, code: undefined, requestId: undefined });
    expect(error.message).toBe('Intercom GET /me: 503');
  });

  it.each([['not json'], ['null'], ['[]'], ['"x"'], ['']])('calls a 200 with %j unreadable', async (body) => {
    answer = (response) => response.end(body);
    expect(await failure(client().postNote('1', 'x'))).toMatchObject({ kind: 'unreadable', status: 200 });
  });

  it('calls a body over 10 MB unreadable and reads no further', async () => {
    answer = (response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(1 << 20)));
      };
      response.on('drain', more);
      more();
    };
    expect(await failure(client({ timeoutMs: 20_000 }).getConversation('1'))).toMatchObject({ kind: 'unreadable' });
  });

  it('follows no redirect', async () => {
    answer = (response) => response.writeHead(307, { location: `${baseUrl}/elsewhere` }).end();
    expect(await failure(client().me())).toMatchObject({ kind: 'http', status: 307 });
    expect(seen).toHaveLength(1);
  });

  it('times out while the headers are awaited', async () => {
    answer = () => undefined;
    expect(await failure(client({ timeoutMs: 100 }).me())).toMatchObject({ kind: 'timeout' });
  });

  it('times out while the body stalls', async () => {
    answer = (response) => void response.writeHead(200).write('{"a":');
    expect(await failure(client({ timeoutMs: 100 }).me())).toMatchObject({ kind: 'timeout' });
  });

  it('gives up the wait for a connection in time, and knows that nothing was sent', async () => {
    const sockets: Socket[] = [];
    const silent = createTcpServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    // The server never answers the first message of TLS; undici itself would wait 10 s for it.
    const silently = (timeoutMs: number) => client({ baseUrl: `https://127.0.0.1:${port}`, timeoutMs });
    expect(await failure(silently(100).me())).toMatchObject({ kind: 'unreachable', code: 'CONNECT_TIMEOUT' });
    const stop = new AbortController();
    const call = failure(silently(60_000).postNote('1', 'x', stop.signal));
    stop.abort();
    expect(await call).toMatchObject({ kind: 'aborted', code: 'NOT_SENT' });
    sockets.forEach((socket) => socket.destroy());
    silent.close();
  });

  it('reads an answer that comes in pieces, after an informational one', async () => {
    answer = (response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      const text = Buffer.from('{"name":"Zoë"}');
      response.writeHead(200).write(text.subarray(0, 12));
      setImmediate(() => response.end(text.subarray(12)));
    };
    expect(await client().me()).toMatchObject({ status: 200, body: { name: 'Zoë' } });
  });

  it('takes the status of a refusal whose body stalls', async () => {
    answer = (response) => void response.writeHead(401).write('{"a":');
    expect(await failure(client({ timeoutMs: 3_000 }).me())).toMatchObject({ kind: 'http', status: 401 });
  });

  it('is ambiguous when the connection breaks after the request', async () => {
    answer = (response) => response.socket!.destroy();
    expect(await failure(client().postNote('1', 'x'))).toMatchObject({ kind: 'reset' });
    answer = (response) => void response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy());
    expect(await failure(client().postNote('1', 'x'))).toMatchObject({ kind: 'reset' });
  });

  it('knows what was certainly not sent', async () => {
    const unused = createTcpServer().listen(0, '127.0.0.1');
    await once(unused, 'listening');
    const { port } = unused.address() as AddressInfo;
    unused.close();
    await once(unused, 'close');
    expect(await failure(client({ baseUrl: `http://127.0.0.1:${port}` }).me())).toMatchObject({
      kind: 'unreachable',
      code: 'ECONNREFUSED',
    });
    expect(await failure(client({ baseUrl: `http://localhost:${port}` }).me())).toMatchObject({ kind: 'unreachable' });
    expect(await failure(client({ baseUrl: 'http://nowhere.invalid' }).me())).toMatchObject({ kind: 'unreachable' });
    const aborted = await failure(client().me(AbortSignal.abort()));
    expect(aborted).toMatchObject({ kind: 'aborted', code: 'NOT_SENT' });
    expect(seen).toHaveLength(0);
  });

  it('stops when its caller does', async () => {
    const stop = new AbortController();
    answer = () => stop.abort();
    expect(await failure(client().postNote('1', 'x', stop.signal))).toMatchObject({ kind: 'aborted', code: undefined });
  });

  it('refuses a token that no header can carry without repeating it', () => {
    expect(() => client({ accessToken: 'tök en\n' })).toThrow(/^INTERCOM_ACCESS_TOKEN holds characters/);
  });
});
