import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { until } from './until';

/** A Redis of a test's own, with AOF as in production, that can go away and come back with its data. */
export class RedisServer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'sidenote-redis-'));
  private child: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly options: Record<string, string>,
  ) {}

  static async start(options: Record<string, string> = {}): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    await server.comeBack();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async comeBack(): Promise<void> {
    const options = {
      port: this.port,
      bind: '127.0.0.1',
      dir: this.folder,
      appendonly: 'yes',
      appendfsync: 'everysec',
      save: '',
      hz: 100,
      ...this.options,
    };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.child = spawn(program(), args, { stdio: 'ignore' });
    await until('Redis answers', async () => {
      const client = new Redis(this.url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
      client.on('error', () => undefined);
      try {
        return (await client.ping()) === 'PONG';
      } finally {
        client.disconnect();
      }
    });
  }

  async goAway(signal: NodeJS.Signals): Promise<void> {
    const child = this.child!;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** All that is in its files, byte by byte. */
  filed(): string {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1')).join('\n');
  }

  /** Nothing can be saved any more; it runs on. */
  loseFolder(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async remove(): Promise<void> {
    if (this.child?.exitCode === null && this.child.signalCode === null) await this.goAway('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The server that `npm test` uses, or has installed. */
function program(): string {
  const found = ['redis-server', 'valkey-server'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (!found) throw new Error('this test starts a Redis of its own: it needs redis-server or valkey-server on PATH');
  return found;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
