import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '../index';

/** Reads a stream until it ends; `until` resolves once the text has come. */
class Reader {
  text = '';
  ended = false;
  private readonly waiting: (() => void)[] = [];

  constructor(body: ReadableStream<Uint8Array>) {
    void this.read(body);
  }

  async until(holds: (reader: Reader) => boolean): Promise<void> {
    while (!holds(this)) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (value) this.text += decoder.decode(value, { stream: true });
      this.ended = done;
      this.waiting.splice(0).forEach((resolve) => resolve());
      if (done) return;
    }
  }
}

describe("the sandbox's stream", () => {
  let sandbox: Sandbox;
  const connect = (product: string = SANDBOX_CREDENTIALS.productId, token: string = SANDBOX_CREDENTIALS.streamToken) =>
    fetch(`${sandbox.url}/autoplay/stream/${product}`, { headers: { Authorization: `Bearer ${token}` } });
  const read = async () => {
    const answer = await connect();
    if (!answer.body) throw new Error('the stream has no body');
    return new Reader(answer.body);
  };
  const control = (path: string, body: object = {}) => request(`${sandbox.url}/control`).post(path).send(body);

  beforeEach(async () => void (sandbox = await startSandbox()));
  afterEach(() => sandbox.close());

  it('refuses a wrong token, an unknown product and a product that is not in stream mode', async () => {
    expect((await connect('northwind', 'wrong')).status).toBe(401);
    expect((await connect('unknown')).status).toBe(404);
    await control('/settings', { streamMode: false });
    expect((await connect()).status).toBe(400);
    await control('/faults', { target: 'stream', kind: 'status', status: 403 });
    expect((await connect()).status).toBe(403);
  });

  it('fans every frame out to every reader, and keeps none for later', async () => {
    await control('/frames', { frame: { n: 0 } });
    const readers = [await read(), await read()];
    const { body } = await control('/frames', { frame: { n: 1 } });
    expect(body).toEqual({ subscribers: 2 });
    for (const reader of readers) {
      await reader.until(({ text }) => text.endsWith('\n\n'));
      expect(reader.text).toBe('data: {"n":1}\n\n');
    }
  });

  it('sends what is not JSON too, and heartbeats with a name and no data', async () => {
    const reader = await read();
    await control('/frames', { raw: '{"broken' });
    await reader.until(({ text }) => text.includes('data: {"broken\n\n'));
    await control('/settings', { heartbeatMs: 20 });
    await reader.until(({ text }) => text.includes('event: heartbeat\ndata: \n\n'));
  });

  it('says nothing to those who were there when it stalled, and serves who comes after', async () => {
    const before = await read();
    await control('/stall');
    const after = await read();
    await control('/frames', { frame: { n: 2 } });
    await after.until(({ text }) => text.includes('"n":2'));
    expect(before.text).toBe('');
    expect(before.ended).toBe(false);
  });

  it('cuts its connections', async () => {
    const reader = await read();
    await control('/cut');
    await reader.until(({ ended }) => ended);
    await control('/frames', { frame: {} }).expect(200, { subscribers: 0 });
  });

  it('pushes frames signed, again after a 5xx and not after a 4xx', async () => {
    const seen: { signature: string; body: string }[] = [];
    const answers = [503, 200, 400];
    const receiver = createServer((req, res) => {
      let body = '';
      req.on('data', (piece: Buffer) => (body += piece.toString()));
      req.on('end', () => {
        seen.push({ signature: String(req.headers['x-connector-signature']), body });
        res.writeHead(answers[seen.length - 1] ?? 500).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const pushUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    await control('/settings', { pushUrl, pushSecret: 'a secret', pushRetryMs: 5 });
    const pushed = async () =>
      (await request(sandbox.url).get('/control/state?only=push')).body.push as { sent: number; failed: number };
    await control('/frames', { frame: { type: 'actions', forwarded_at: 1 } });
    while ((await pushed()).sent < 1);
    await control('/frames', { frame: { type: 'actions' } });
    while ((await pushed()).failed < 1);
    await new Promise((resolve) => receiver.close(resolve));
    expect(seen).toHaveLength(3);
    for (const { signature, body } of seen) {
      expect(signature).toBe(`sha256=${createHmac('sha256', 'a secret').update(body).digest('hex')}`);
    }
    expect(JSON.parse(seen[1]?.body ?? '').forwarded_at).toBeGreaterThan(1);
  });
});
