import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { loadSettings } from '@app/config';
import type { Redis } from 'ioredis';
import { fastRedis, patientRedis } from './connection';

const url = process.env.REDIS_URL;
if (!url) throw new Error('REDIS_URL is not set: run this by `npm test -- integration`');

const settingsFor = (redisUrl: string) => loadSettings({ REDIS_URL: redisUrl }, { roles: [] });

describe('the clients of Redis', () => {
  const clients: Redis[] = [];
  const opened = (client: Redis) => {
    clients.push(client);
    return client;
  };
  afterEach(() => clients.splice(0).forEach((client) => client.disconnect()));

  it('both speak with Redis', async () => {
    expect(await opened(patientRedis(settingsFor(url))).ping()).toBe('PONG');
    const fast = opened(fastRedis(settingsFor(url)));
    await new Promise((resolve) => fast.once('ready', resolve));
    expect(await fast.ping()).toBe('PONG');
  });

  it('the fast one fails at once when Redis is away', async () => {
    const client = opened(fastRedis(settingsFor('redis://127.0.0.1:1')));
    const tries = jest.fn();
    client.on('reconnecting', tries);
    await expect(client.ping()).rejects.toThrow();
    expect(tries).not.toHaveBeenCalled();
  });

  describe('with a Redis that hangs', () => {
    let server: Server;
    const sockets = new Set<Socket>();
    afterEach(async () => {
      sockets.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    });

    it('the fast one gives up after about a second', async () => {
      server = createServer((socket) => {
        sockets.add(socket);
        // Answers what a client asks when it connects, and then nothing more.
        socket.on('data', (data) => {
          const text = data.toString().toLowerCase();
          if (text.includes('info')) socket.write('$20\r\nredis_version:7.0.0\n\r\n');
          else if (!text.includes('ping')) socket.write('+OK\r\n');
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const fast = opened(fastRedis(settingsFor(`redis://127.0.0.1:${port}`)));
      await new Promise((resolve) => fast.once('connect', resolve));
      // On a busy machine its own greeting may have timed out first: then it has no connection any more.
      await expect(fast.ping()).rejects.toThrow(/Command timed out|isn't writeable/);
    });
  });

  it('the patient one delivers when Redis comes back', async () => {
    const client = opened(patientRedis(settingsFor(url)));
    await client.ping();
    client.disconnect(true);
    expect(await client.ping()).toBe('PONG');
  });
});
