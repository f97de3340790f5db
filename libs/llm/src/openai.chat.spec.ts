import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { OpenAiChat } from './openai.chat';
import { promptFor } from './prompt';
import { SummaryError } from './summary.error';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let handle: Handler;
let baseURL: string;
let calls = 0;

beforeEach(async () => {
  calls = 0;
  server = createServer((request, response) => {
    calls++;
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => handle(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const actions = [
  { i: 7, type: 'click', text: 'User clicked <b>Pay</b>', url: 'https://shop.example/checkout' },
  { i: 8, type: 'view', text: 'secret words', url: '' },
];
const json = (response: ServerResponse, body: unknown, status = 200) =>
  void response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
const says = (content: unknown, fields: object = {}) => ({
  model: 'gpt-4o-mini-2024',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content }, ...fields }],
  usage: { prompt_tokens: 120, completion_tokens: 30 },
});
const prompt = promptFor({ actions });
const chat = (timeoutMs?: number) => new OpenAiChat({ apiKey: 'key-1', baseURL, model: 'gpt-4o-mini', timeoutMs });
const failure = async (signal?: AbortSignal, timeoutMs?: number) => {
  const error: unknown = await chat(timeoutMs)
    .complete(prompt, signal)
    .catch((caught: unknown) => caught);
  if (!(error instanceof SummaryError)) throw new Error('expected a SummaryError');
  return error;
};

it('asks as the contract says, and reads the answer', async () => {
  let asked: { headers: IncomingMessage['headers']; url?: string; body: Record<string, unknown> } | undefined;
  handle = ({ headers, url }, response, body) => {
    asked = { headers, url, body: JSON.parse(body) as Record<string, unknown> };
    json(response, says('  She paid. \n'));
  };
  await expect(chat().complete(prompt)).resolves.toEqual({
    text: 'She paid.',
    model: 'gpt-4o-mini-2024',
    promptTokens: 120,
    completionTokens: 30,
  });
  expect(asked?.url).toBe('/v1/chat/completions');
  expect(asked?.headers.authorization).toBe('Bearer key-1');
  expect(asked?.body).toMatchObject({ model: 'gpt-4o-mini', temperature: 0.3, max_tokens: 256 });
  const [system, user] = asked?.body.messages as { role: string; content: string }[];
  expect([system?.role, user?.role]).toEqual(['system', 'user']);
  expect(user?.content).toContain('# /checkout\n0 click <b>Pay</b>\n0 view: secret words\n');
});

it.each([400, 401, 404, 429, 500, 503])('tells a %i by its status, and does not try again', async (status) => {
  handle = (_request, response) => json(response, { error: { message: 'you said: secret words' } }, status);
  const error = await failure();
  expect(error).toMatchObject({ kind: 'http', status });
  expect(calls).toBe(1);
});

it.each([
  ['a refusal field', { choices: [{ message: { content: null, refusal: 'No.' } }] }, 'refusal'],
  ['a content filter', says('half an ans', { finish_reason: 'content_filter' }), 'refusal'],
  ['a polite refusal', says("I'm sorry, but I can't assist with that."), 'refusal'],
  ['a plain refusal', says('I cannot help with this request.'), 'refusal'],
  ['nothing', says(''), 'empty'],
  ['null', says(null), 'empty'],
  ['white space and dots', says(' \n\u00a0…'), 'empty'],
  ['a list as content', says([{ type: 'text', text: 'x' }]), 'unreadable'],
  ['no choices', { choices: [] }, 'unreadable'],
  ['choices of null', { choices: [null] }, 'unreadable'],
  ['another shape', { ok: true }, 'unreadable'],
  ['null as body', 'null', 'unreadable'],
  ['broken JSON', '{"choices": [', 'unreadable'],
])('takes %s for no summary', async (_name, body, kind) => {
  handle = (_request, response) => json(response, body);
  expect((await failure()).kind).toBe(kind);
});

it('reads sentences that only mention trouble', async () => {
  handle = (_request, response) => json(response, says('The customer was sorry that the page cannot export.'));
  await expect(chat().complete(prompt)).resolves.toMatchObject({
    text: 'The customer was sorry that the page cannot export.',
  });
});

it('takes a page of HTML for unreadable', async () => {
  handle = (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>secret words</html>');
  expect((await failure()).kind).toBe('unreadable');
});

it('gives up on a server that does not answer', async () => {
  handle = () => undefined;
  expect((await failure(undefined, 50)).kind).toBe('timeout');
});

it('gives up on a body that stalls', async () => {
  handle = (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":');
  expect((await failure(undefined, 100)).kind).toBe('timeout');
});

it('stops when the caller does', async () => {
  const stop = new AbortController();
  handle = () => stop.abort();
  expect((await failure(stop.signal)).kind).toBe('aborted');
});

it('tells a cut connection and a closed port', async () => {
  handle = (request) => void request.socket.destroy();
  expect((await failure()).kind).toBe('network');
  await new Promise((resolve) => server.close(resolve));
  expect((await failure()).kind).toBe('network');
});

it('carries nothing of prompt or answer in its errors', async () => {
  handle = (_request, response) => json(response, { error: { message: 'you said: secret words' } }, 500);
  const error = await failure();
  expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('secret words');
});

it('prices what it used by the model that answered', async () => {
  handle = (_request, response) => json(response, { ...says('She paid.'), model: 'gpt-4o-mini-2024-07-18' });
  const { costUsd } = await chat().complete(prompt);
  expect(costUsd).toBeCloseTo((120 * 0.15 + 30 * 0.6) / 1e6, 12);
});

it('tells what a useless answer used', async () => {
  handle = (_request, response) => json(response, says(''));
  expect((await failure()).usage).toMatchObject({ model: 'gpt-4o-mini-2024', promptTokens: 120, completionTokens: 30 });
});

it.each([[-5], [1.5], ['12'], [Number.MAX_VALUE], [null]])('does not believe %p tokens', async (tokens) => {
  handle = (_request, response) => json(response, { ...says('She paid.'), usage: { prompt_tokens: tokens } });
  await expect(chat().complete(prompt)).resolves.toMatchObject({ promptTokens: 0, completionTokens: 0 });
});

describe('an endless answer', () => {
  /** Writes until nobody reads any more; answers how many bytes were taken. */
  const pour = (response: ServerResponse, chunk: string) =>
    new Promise<number>((resolve) => {
      let sent = 0;
      const more = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      };
      response.on('drain', more).on('close', () => resolve(sent));
      more();
    });

  it.each([200, 500])('(%i) is given up after 256 KB, and the connection with it', async (status) => {
    let poured: Promise<number> | undefined;
    handle = (_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.write('{"choices":[{"message":{"content":"');
      poured = pour(response, 'x'.repeat(64 * 1024));
    };
    expect(['unreadable', 'http']).toContain((await failure()).kind);
    // What lies in the buffers of both ends comes on top.
    expect(await poured).toBeLessThan(16 * 1024 * 1024);
  });

  it('also where it is packed', async () => {
    handle = (_request, response) => {
      const packed = gzipSync(JSON.stringify(says('x'.repeat(4 * 1024 * 1024))));
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(packed);
    };
    expect((await failure()).kind).toBe('unreadable');
  });
});
