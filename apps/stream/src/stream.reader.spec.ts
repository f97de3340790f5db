import { Logger } from '@nestjs/common';
import { ReconnectPolicy } from './reconnect.policy';
import { sseServer, until } from './sse-server.fixture';
import { StreamReader, type StreamReaderOptions } from './stream.reader';
import { StreamStats } from './stream.stats';

describe('StreamReader', () => {
  let sse: Awaited<ReturnType<typeof sseServer>>;
  let stats: StreamStats;
  let frames: string[];
  let reader: StreamReader;
  let log: string[];

  beforeEach(async () => {
    sse = await sseServer();
    stats = new StreamStats();
    frames = [];
    log = [];
    for (const level of ['log', 'warn', 'error'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((...line: unknown[]) => void log.push(String(line[0])));
    }
  });

  afterEach(async () => {
    reader.stop();
    await sse.close();
    jest.restoreAllMocks();
  });

  const start = (options: Partial<StreamReaderOptions> = {}) => {
    const policy = new ReconnectPolicy(0.02);
    reader = new StreamReader({ url: sse.url, token: 'tok-secret', policy, ...options }, stats, (raw) =>
      frames.push(raw),
    );
    reader.start();
  };
  /** A policy that remembers the waits that it gave. */
  const watchedPolicy = () => {
    const policy = new ReconnectPolicy(0.02);
    const waits: number[] = [];
    const next = policy.next.bind(policy);
    policy.next = (status) => {
      const reconnect = next(status);
      waits.push(reconnect.afterMs);
      return reconnect;
    };
    return { policy, waits };
  };
  const connected = () => until(() => stats.connectedSince !== null && sse.streams.size > 0, 'the connection');

  it('asks for the stream with the token and hands every frame on as it came', async () => {
    start();
    expect(reader.notConnected).toBe('not connected to Autoplay yet');
    await connected();
    expect(reader.notConnected).toBeNull();
    expect(sse.requests[0]).toMatchObject({
      url: '/stream/product-1',
      headers: { authorization: 'Bearer tok-secret', accept: 'text/event-stream' },
    });
    sse.frame('{"a":1}');
    sse.send('event: heartbeat\ndata:\n\n: comment\n\n');
    sse.send('data: not json\n\ndata: line 1\ndata: line 2\n\n');
    sse.frame(`"${'é🙂'.repeat(300_000)}"`);
    await until(() => frames.length === 4, 'the frames');
    expect(frames.slice(0, 3)).toEqual(['{"a":1}', 'not json', 'line 1\nline 2']);
    expect(frames[3]).toBe(`"${'é🙂'.repeat(300_000)}"`);
    expect(stats).toMatchObject({ received: 4, reconnects: 0 });
    expect(stats.lastEventAt).toBeGreaterThan(0);
  });

  it('leaves out a frame of more than 2 MB, counts it, and reads on over the same connection', async () => {
    start();
    await connected();
    sse.frame('"before"');
    for (let i = 0; i < 9; i++) sse.send(`data: ${'x'.repeat(256 * 1024)}\n`);
    sse.send('\n');
    sse.frame('"after"');
    await until(() => frames.length === 2, 'the frame after it');
    expect(frames).toEqual(['"before"', '"after"']);
    expect(stats).toMatchObject({ tooLong: 1, received: 2, reconnects: 0 });
    expect(sse.requests).toHaveLength(1);
  });

  it('follows no redirect to another host, and repeats neither address', async () => {
    const elsewhere = await sseServer();
    try {
      sse.answer = (response) => response.writeHead(302, { location: `${elsewhere.url}?token=hunter2` }).end();
      start();
      await until(() => sse.requests.length >= 2, 'the next try');
      expect(elsewhere.requests).toEqual([]);
      expect(reader.notConnected).toContain('redirected to another host');
      expect(log.join()).not.toMatch(/hunter2|http:/);
    } finally {
      await elsewhere.close();
    }
  });

  it('follows a redirect within its host', async () => {
    sse.answer = (response, { url }) =>
      url === '/moved' ? sse.open(response) : response.writeHead(307, { location: '/moved' }).end();
    start();
    await connected();
    expect(sse.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/stream/product-1', 'Bearer tok-secret'],
      ['/moved', 'Bearer tok-secret'],
    ]);
  });

  it.each([
    [400, 'stream mode'],
    [401, 'check AUTOPLAY_API_TOKEN'],
    [403, 'belong together'],
    [404, 'check AUTOPLAY_STREAM_URL'],
  ])('says what to fix on %d, stays up, and connects once it is fixed', async (status, fix) => {
    sse.answer = (response) => response.writeHead(status).end('no');
    start({ policy: new ReconnectPolicy(0.002) });
    await until(() => sse.requests.length >= 3, 'three tries');
    expect(reader.notConnected).toContain(fix);
    expect(log.find((line) => line.includes(fix))).toMatch(/trying again in [\d.]+ s/);
    expect(log.join()).not.toContain('tok-secret');
    sse.answer = sse.open;
    await connected();
    expect(reader.notConnected).toBeNull();
  });

  it.each([
    ['500', 500, 'text/plain'],
    ['204', 204, 'text/event-stream'],
    ['200 that is no stream', 200, 'text/html'],
  ])('tries again after a %s, ever more slowly', async (_, status, type) => {
    const at: number[] = [];
    sse.answer = (response) => {
      at.push(Date.now());
      response.writeHead(status, { 'content-type': type }).end();
    };
    const { policy, waits } = watchedPolicy();
    start({ policy });
    await until(() => at.length >= 5, 'five tries');
    const gaps = at.slice(1).map((time, i) => time - at[i]!);
    expect(waits.slice(0, 4).map((wait, i) => Math.floor(wait / 20 / 2 ** i))).toEqual([1, 1, 1, 1]);
    for (const [i, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual(waits[i]! - 1);
    expect(reader.notConnected).toContain('not connected to Autoplay');
  });

  it('connects anew, and quickly, when a stream that worked is cut', async () => {
    sse.answer = (response) => response.writeHead(503).end();
    const { policy, waits } = watchedPolicy();
    start({ policy });
    await until(() => sse.requests.length >= 4, 'four tries');
    sse.answer = sse.open;
    await connected();
    sse.frame('1');
    await until(() => frames.length === 1);
    const before = waits.length;
    sse.cut();
    await until(() => stats.connectedSince === null, 'the cut');
    await connected();
    expect(waits).toHaveLength(before + 1);
    expect(waits[before]).toBeLessThanOrEqual(22);
    sse.frame('2');
    await until(() => frames.length === 2);
    expect(frames).toEqual(['1', '2']);
    expect(sse.requests.at(-1)!.headers['last-event-id']).toBeUndefined();
  });

  it('connects anew when the server ends the stream properly', async () => {
    start();
    await connected();
    sse.streams.forEach((stream) => stream.end());
    await until(() => sse.requests.length === 2, 'the next try');
    await connected();
  });

  it('keeps trying while nobody listens', async () => {
    start({ url: 'http://127.0.0.1:1/stream/x' });
    await until(() => stats.reconnects >= 3, 'three tries');
    expect(reader.notConnected).toMatch(/^not connected to Autoplay: /);
  });

  it('takes a silent connection for dead, and a heartbeat for life', async () => {
    start({ silenceMs: 1_000 });
    await connected();
    const since = stats.connectedSince;
    const heartbeat = setInterval(() => sse.send('event: heartbeat\ndata:\n\n'), 50);
    await until(() => Date.now() - since! > 1_500, 'heartbeats for longer than the silence');
    expect(stats.connectedSince).toBe(since);
    clearInterval(heartbeat);
    await until(() => sse.requests.length === 2, 'the next try');
    expect(log.join()).toContain('silent for 1 s');
    expect(frames).toEqual([]);
  });

  it('takes a server that never answers for dead', async () => {
    sse.answer = () => undefined;
    start({ silenceMs: 100 });
    await until(() => sse.requests.length >= 2, 'the next try');
  });

  it('hands nothing on and connects no more once it has stopped', async () => {
    start();
    await connected();
    reader.stop();
    await until(() => sse.streams.size === 0, 'the end of the connection');
    expect(reader.notConnected).toBe('the reader has stopped');
    expect(sse.requests).toHaveLength(1);
  });

  it('refuses a token that no header can carry without repeating it', () => {
    expect(() => start({ token: 'tok\nen' })).toThrow(/^AUTOPLAY_API_TOKEN holds characters/);
  });
});
