import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { canvasBase } from './inbox-app';
import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '../index';

const CANVAS = { content: { components: [{ type: 'text', text: 'hi' }] }, stored_data: { seen: 1 } };

describe('the app beside a conversation', () => {
  let sandbox: Sandbox;
  let app: Server;
  let asked: { request: IncomingMessage; body: string }[];
  let answer: [status: number, body: string];
  let conversationId: string;

  const control = (path: string, body: object = {}) => request(`${sandbox.url}/control`).post(path).send(body);
  const ask = async (body: object = {}) =>
    (await control(`/conversations/${conversationId}/canvas`, body)).body as unknown;
  const fields = () => JSON.parse(asked[0]!.body) as Record<string, unknown>;

  beforeEach(async () => {
    asked = [];
    answer = [200, JSON.stringify({ canvas: CANVAS })];
    app = createServer((req, res) => {
      let body = '';
      req.on('data', (piece: Buffer) => (body += piece.toString()));
      req.on('end', () => {
        asked.push({ request: req, body });
        res.writeHead(answer[0]).end(answer[1]);
      });
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    sandbox = await startSandbox();
    const who = { external_id: 'u-1', email: 'priya@northwind.example', custom_attributes: { plan: 'Ü' } };
    const { id } = (await control('/contacts', who)).body as { id: string };
    conversationId = ((await control('/conversations', { contactId: id, body: 'hi' })).body as { id: string }).id;
    await control('/settings', { webhookUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}/hooks` });
  });
  afterEach(async () => {
    await sandbox.close();
    app.closeAllConnections();
    await new Promise((resolve) => app.close(resolve));
  });

  it('is asked when a conversation is opened, signed over the bytes, with whose conversation it is', async () => {
    expect(await ask()).toEqual({ canvas: CANVAS, status: 200 });
    const [{ request: sent, body }] = asked as [(typeof asked)[0]];
    expect([sent.method, sent.url]).toEqual(['POST', '/canvas/initialize']);
    const signature = createHmac('sha256', SANDBOX_CREDENTIALS.clientSecret).update(body).digest('hex');
    expect(sent.headers['x-body-signature']).toBe(signature);
    expect(fields()).toMatchObject({
      workspace_id: SANDBOX_CREDENTIALS.appId,
      admin: { id: '7412990', name: 'Sam Okafor' },
      conversation: { id: conversationId, source: { body: '<p>hi</p>' } },
      contact: { external_id: 'u-1', role: 'user', custom_attributes: { plan: 'Ü' } },
    });
    expect(fields()).not.toHaveProperty('component_id');
  });

  it('is told what was pressed, and on which canvas', async () => {
    await ask({ pressed: 'mute', canvas: CANVAS });
    expect(asked[0]!.request.url).toBe('/canvas/submit');
    expect(fields()).toMatchObject({ component_id: 'mute', input_values: {}, current_canvas: CANVAS });
  });

  it.each([
    ['a refusal', 403, JSON.stringify({ canvas: CANVAS })],
    ['no JSON', 200, '<html>'],
    ['no components', 200, '{"canvas":{"content":{}}}'],
    ['more than 64 KB of content', 200, JSON.stringify({ canvas: { content: { components: ['x'.repeat(65_536)] } } })],
    ['more than 64 KB to keep', 200, JSON.stringify({ canvas: { ...CANVAS, stored_data: { x: 'x'.repeat(65_536) } } })],
  ])('shows no canvas of %s', async (_, status, body) => {
    answer = [status, body];
    expect(await ask()).toEqual({ canvas: null, status });
  });

  it('is where it is said to be', async () => {
    await control('/settings', { canvasUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}/apps/sidenote` });
    expect(await ask()).toEqual({ canvas: CANVAS, status: 200 });
    expect(asked[0]!.request.url).toBe('/apps/sidenote/initialize');
    await control('/settings', { canvasUrl: 'nowhere' }).expect(400);
  });

  it.each([
    ['beside the webhook', 'https://a.example/webhooks/intercom', null, 'https://a.example/canvas/'],
    ['below the path before it', 'https://a.example/x/y/webhooks/intercom?k=v', null, 'https://a.example/x/y/canvas/'],
    ['at the root beside a webhook of another path', 'https://a.example/hooks/1', null, 'https://a.example/canvas/'],
    ['where it is said to be', 'https://a.example/hooks/1', 'https://b.example/app', 'https://b.example/app/'],
    ['there also without a webhook', null, 'https://b.example/app//', 'https://b.example/app/'],
  ])('is looked for %s', (_, webhookUrl, canvasUrl, base) => {
    expect(canvasBase({ webhookUrl, canvasUrl })?.href).toBe(base);
  });

  it('is nowhere unless somebody says where, and may be away', async () => {
    app.closeAllConnections();
    await new Promise((resolve) => app.close(resolve));
    expect(await ask()).toEqual({ canvas: null, status: 0 });
    await control('/settings', { webhookUrl: null });
    expect(await ask()).toEqual({ canvas: null, status: null });
    await control('/conversations/1/canvas').expect(404);
    await control(`/conversations/${conversationId}/canvas`, { pressed: 5 }).expect(400);
  });
});
