import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Settings } from '@app/config';
import { createConnector, dataConnector } from './fin.command';

const settings = (change: Partial<Settings> = {}) =>
  Object.assign(new Settings(), {
    PUBLIC_BASE_URL: 'https://side.example/',
    ACTIVITY_API_KEYS: ['dify:a-key-of-dify-1234', 'fin:a-key-of-fin-12345'],
    INTERCOM_ACCESS_TOKEN: 'token',
    ...change,
  });

describe("Fin's data connector", () => {
  it('asks for the conversation that configuration maps, and says what is written by AI', () => {
    const connector = dataConnector(settings(), 'key');
    expect(connector.url).toBe('https://side.example/activity?conversation_id={{conversation_id}}');
    expect(connector.data_inputs.map(({ name, required }) => [name, required])).toEqual([['conversation_id', true]]);
    expect(connector.description).toContain('written by AI');
    // An object: Intercom takes the fields of an answer from it.
    expect(connector.mock_response).toMatchObject({ found: true });
  });

  it('names what is missing', async () => {
    expect(() => dataConnector(settings({ PUBLIC_BASE_URL: undefined }), 'key')).toThrow('PUBLIC_BASE_URL');
    await expect(createConnector(settings({ ACTIVITY_API_KEYS: [] }))).rejects.toThrow('ACTIVITY_API_KEYS');
  });

  it.each([
    [201, { id: '7' }, '7'],
    [403, {}, null],
  ])('is made as a draft by API 2.16, with the key that is named fin: HTTP %i', async (status, body, id) => {
    const asked: { request: IncomingMessage; body: string }[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => {
        asked.push({ request, body: text });
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const made = createConnector(
        settings({ INTERCOM_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
      );
      if (id === null) await expect(made).rejects.toThrow('HTTP 403');
      else expect(await made).toBe(id);
      const [{ request, body: sent }] = asked as [{ request: IncomingMessage; body: string }];
      expect([request.method, request.url, request.headers['intercom-version']]).toEqual([
        'POST',
        '/data_connectors',
        '2.16',
      ]);
      expect(JSON.parse(sent)).toMatchObject({ headers: [{ value: 'Bearer a-key-of-fin-12345' }], http_method: 'get' });
    } finally {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  });
});
