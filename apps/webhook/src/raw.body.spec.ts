import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpException } from '@nestjs/common';
import { parseJson, readBody } from './raw.body';

const MOST = 1000;

describe('readBody', () => {
  let seen: IncomingMessage;
  const server = createServer((request, response) => {
    seen = request;
    const say = (status: number, body = '') => response.writeHead(status).end(body);
    readBody(request, MOST).then(
      (raw) => say(200, raw.toString('latin1')),
      (error: unknown) => say(error instanceof HttpException ? error.getStatus() : 500),
    );
  });
  beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = (headers: Record<string, string | number> = {}) => {
    const { port } = server.address() as AddressInfo;
    const asking = ask({ port, method: 'POST', headers });
    asking.on('error', () => undefined);
    const answered = once(asking, 'response').then(async ([response]: IncomingMessage[]) => {
      let body = '';
      for await (const chunk of response!) body += (chunk as Buffer).toString('latin1');
      return [response!.statusCode, body];
    });
    return { asking, answered };
  };

  it.each([0, 1, MOST])('gives %i bytes as they came', async (length) => {
    const { asking, answered } = open();
    asking.end('x'.repeat(length));
    expect(await answered).toEqual([200, 'x'.repeat(length)]);
  });

  it('refuses by the length that the sender names, before a byte of the body', async () => {
    const { asking, answered } = open({ 'content-length': MOST + 1 });
    asking.flushHeaders();
    // Nothing of the body was sent: who waits for it would never answer.
    expect((await answered)[0]).toBe(413);
    asking.destroy();
  });

  it('refuses a body of no named length in the moment in which it is too long', async () => {
    const { asking, answered } = open({ 'transfer-encoding': 'chunked' });
    asking.write('x'.repeat(MOST));
    asking.write('x');
    expect((await answered)[0]).toBe(413);
    asking.destroy();
  });

  it('takes the connection for the next request when the rest of a refused body has come', async () => {
    const { asking, answered } = open({ 'content-length': 50_000 });
    asking.end('x'.repeat(50_000));
    expect((await answered)[0]).toBe(413);
    expect(seen.socket.destroyed).toBe(false);
  });

  it.each(['gzip', 'br', 'nonsense'])('does not unpack %s', async (encoding) => {
    const { asking, answered } = open({ 'content-encoding': encoding });
    asking.end('x');
    expect((await answered)[0]).toBe(415);
  });
});

describe('parseJson', () => {
  it.each(['', '{', 'hunter2-secret', '['.repeat(2 * 1024 * 1024)])('refuses %.20s without repeating it', (text) => {
    try {
      parseJson(Buffer.from(text));
    } catch (error) {
      expect(error).toMatchObject({ status: 400, message: 'the body is not JSON' });
      return;
    }
    throw new Error('was taken');
  });

  it('reads what is nested as deep as a push can be long', () => {
    const half = 1024 * 1024;
    let depth = 0;
    let value: unknown = parseJson(Buffer.from(`${'['.repeat(half)}${']'.repeat(half)}`));
    for (; Array.isArray(value); depth++) value = value[0] as unknown;
    expect(depth).toBe(half);
  });
});
