import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import request from 'supertest';
import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '../index';
import { signatureHeaders } from './signature';

const folder = join(__dirname, '../../../../test/fixtures/intercom');

it('signs the recorded notifications as they were signed', () => {
  const recorded = JSON.parse(readFileSync(join(folder, 'signatures.json'), 'utf8')) as {
    client_secret: string;
    files: Record<string, string>;
  };
  expect(Object.keys(recorded.files).length).toBeGreaterThan(5);
  for (const [name, signature] of Object.entries(recorded.files)) {
    const body = readFileSync(join(folder, name), 'utf8');
    expect(signatureHeaders(body, recorded.client_secret, 'sha1')).toEqual({ 'X-Hub-Signature': signature });
  }
});

describe("the sandbox's webhooks", () => {
  let sandbox: Sandbox;
  let receiver: Server;
  let received: { headers: IncomingHttpHeaders; body: string }[];
  let answers: number[];
  let arrived: () => void;

  const control = (path: string, body: object = {}) => request(`${sandbox.url}/control`).post(path).send(body);
  const until = async (count: number) => {
    while (received.length < count) await new Promise<void>((resolve) => (arrived = resolve));
  };
  const open = async () => {
    const contact = (
      await control('/contacts', { external_id: 'usr_48213', email: 'priya@northwind.example', name: 'Priya' })
    ).body;
    return (await control('/conversations', { contactId: contact.id, body: 'Tom & <Jerry>\nhi' })).body as {
      id: string;
    };
  };
  const eventOf = (at: number) => JSON.parse(received[at]?.body ?? '');

  beforeEach(async () => {
    received = [];
    answers = [];
    arrived = () => undefined;
    receiver = createServer((req, res) => {
      let body = '';
      req.on('data', (piece: Buffer) => (body += piece.toString()));
      req.on('end', () => {
        received.push({ headers: req.headers, body });
        res.writeHead(answers[received.length - 1] ?? 200).end();
        arrived();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const webhookUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/intercom`;
    sandbox = await startSandbox({ webhookUrl, webhookRetryMs: 5 });
  });
  afterEach(async () => {
    await sandbox.close();
    await new Promise((resolve) => receiver.close(resolve));
  });

  it('tells of a new conversation in the shape of the recorded notification', async () => {
    const { id } = await open();
    await until(1);
    const recorded = JSON.parse(readFileSync(join(folder, 'webhook-conversation-user-created.json'), 'utf8'));
    const event = eventOf(0);
    expect(Object.keys(event).sort()).toEqual(Object.keys(recorded).sort());
    expect(Object.keys(event.data.item).sort()).toEqual(Object.keys(recorded.data.item).sort());
    expect(event).toMatchObject({
      topic: 'conversation.user.created',
      app_id: SANDBOX_CREDENTIALS.appId,
      id: expect.stringMatching(/^notif_/),
    });
    expect(event.data.item).toMatchObject({
      id,
      conversation_parts: { conversation_parts: [] },
      source: { body: 'Tom & <Jerry>\nhi' },
    });
    expect(received[0]?.headers['x-hub-signature']).toBe(
      signatureHeaders(received[0]?.body ?? '', SANDBOX_CREDENTIALS.clientSecret, 'sha1')['X-Hub-Signature'],
    );
    expect(received[0]?.headers).not.toHaveProperty('x-hub-signature-256');
  });

  it('carries only the new part of a reply, and the topics of what a colleague does', async () => {
    const { id } = await open();
    await until(1);
    const topics: unknown[] = [];
    for (const act of ['reply', 'snooze', 'unsnooze', 'close', 'open']) {
      await control(`/conversations/${id}/${act}`, act === 'reply' ? { body: 'still there?' } : {}).expect(200);
      await until(topics.length + 2);
      topics.push(eventOf(topics.length + 1).topic);
    }
    expect(topics).toEqual([
      'conversation.user.replied',
      ...['snoozed', 'unsnoozed', 'closed', 'opened'].map((what) => `conversation.admin.${what}`),
    ]);
    expect(eventOf(1).data.item.conversation_parts.conversation_parts).toMatchObject([
      { part_type: 'comment', body: 'still there?' },
    ]);
  });

  it('tries once more after a failure, with the same id, and then gives up', async () => {
    answers = [500, 503, 200];
    await open();
    await until(2);
    expect(eventOf(1).id).toBe(eventOf(0).id);
    expect(eventOf(1).delivery_attempts).toBe(2);
    await control('/webhooks/ping');
    await until(3);
    expect(eventOf(2)).toMatchObject({ topic: 'ping', id: null });
  });

  it('signs with the headers that are asked for, and delivers the same notification again on demand', async () => {
    await control('/settings', { signature: 'both' });
    await open();
    await until(1);
    expect(received[0]?.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/);
    await control('/webhooks/resend', { id: eventOf(0).id }).expect(200);
    expect(received[1]?.body).toBe(received[0]?.body);
    await control('/webhooks/resend', { id: 'notif_unknown' }).expect(404);
  });

  it('posts raw bodies, signed only when asked to', async () => {
    await control('/webhooks/raw', { body: 'not json', headers: { 'X-Hub-Signature': 'sha1=00' } }).expect(200, {
      status: 200,
    });
    expect(received[0]).toMatchObject({ body: 'not json', headers: { 'x-hub-signature': 'sha1=00' } });
  });

  it('is silent where it was told to be, and unharmed where nobody answers', async () => {
    const contact = (await control('/contacts', { email: 'a@b.example' })).body;
    await control('/conversations', { contactId: contact.id, body: 'psst', webhook: false }).expect(201);
    await control('/settings', { webhookUrl: 'http://127.0.0.1:1/' });
    await control('/conversations', { contactId: contact.id, body: 'hello?' }).expect(201);
    const sent = async () => (await request(sandbox.url).get('/control/state?only=webhooks')).body.webhooks.sent;
    while ((await sent())[0]?.attempts !== 2);
    expect(await sent()).toMatchObject([{ status: 0, topic: 'conversation.user.created' }]);
    expect(received).toHaveLength(0);
  });
});
