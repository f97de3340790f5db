import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { InVain, until } from './until';

const MAIN = resolve(__dirname, '../../dist/apps/sidenote/apps/sidenote/src/main.js');

export interface ServiceOptions {
  environment: Record<string, string>;
  roles?: string;
  /** Another entry point, as the fault suite has it. */
  main?: string;
}

/** The built service as a child process, spoken to over its public interfaces. */
export class Service {
  readonly log: Record<string, unknown>[] = [];
  /** Everything that it printed, as printed. */
  readonly printed: string[] = [];
  private stopped = false;
  private ports: { public: number | null; ops: number } | null = null;

  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream! }).on('line', (line) => this.read(line));
    }
  }

  /** Starts it and waits until its doors are open. */
  static async start({ environment, roles, main = MAIN }: ServiceOptions): Promise<Service> {
    const service = Service.spawn({ environment, roles, main });
    // A busy machine takes its time to load the code; one that ends says so at once.
    await until('the service listens', () => service.ports ?? service.throwIfEnded());
    return service;
  }

  static spawn({ environment, roles, main = MAIN }: ServiceOptions): Service {
    const args = ['serve', ...(roles ? ['--roles', roles] : [])];
    const env = {
      PATH: process.env.PATH,
      HOST: '127.0.0.1',
      PORT: '0',
      OPS_PORT: '0',
      SIDENOTE_ENV_FILE: '',
      ...environment,
    };
    return new Service(spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  get url(): string {
    return `http://127.0.0.1:${this.ports!.public}`;
  }

  get opsUrl(): string {
    return `http://127.0.0.1:${this.ports!.ops}`;
  }

  async ready(): Promise<boolean> {
    return (await fetch(`${this.opsUrl}/health/ready`)).ok;
  }

  untilReady = (timeoutMs?: number) =>
    until('the service is ready', () => this.throwIfEnded() ?? this.ready(), { timeoutMs });

  /** A metric as `/metrics` shows it now, all its series together. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.opsUrl}/metrics`)).text();
    const series = [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))];
    if (series.length === 0) throw new Error(`${name} is not there`);
    return series.reduce((sum, [, value]) => sum + Number(value), 0);
  }

  /** Stops it and returns its exit code, or the signal's name. One that gave up by itself meanwhile is told with all that it said. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string | null> {
    if (!this.stopped && this.child.exitCode) this.throwIfEnded();
    this.stopped = true;
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
    return this.child.exitCode ?? this.child.signalCode;
  }

  private throwIfEnded(): null {
    const { exitCode, signalCode } = this.child;
    if (exitCode === null && signalCode === null) return null;
    throw new InVain(`the service ended with ${exitCode ?? signalCode}\n${this.printed.join('\n')}`);
  }

  private read(line: string): void {
    this.printed.push(line);
    if (!line.startsWith('{')) return;
    const entry = JSON.parse(line) as Record<string, unknown>;
    this.log.push(entry);
    if (entry['msg'] === 'listening')
      this.ports = { public: entry['public'] as number | null, ops: entry['ops'] as number };
  }
}

/** Redis of the test run, and a prefix of one's own in it; what the prefix holds is removed at the end. */
export class OwnRedis {
  readonly prefix = `t-${randomUUID().slice(0, 8)}`;
  readonly url: string;
  readonly client: Redis;

  constructor() {
    const url = process.env.REDIS_URL;
    if (!url) throw new Error('this test needs REDIS_URL (npm test starts a Redis)');
    this.url = url;
    this.client = new Redis(url);
  }

  get environment(): Record<string, string> {
    return { REDIS_URL: this.url, REDIS_PREFIX: this.prefix };
  }

  async keys(): Promise<string[]> {
    const keys: string[] = [];
    for await (const batch of this.client.scanStream({ match: `${this.prefix}:*`, count: 1000 }))
      keys.push(...(batch as string[]));
    return keys;
  }

  /** How many sessions are linked to a conversation. */
  async sessionsOf(conversation: string): Promise<number> {
    const fields = await this.client.hkeys(`${this.prefix}:c:${conversation}`);
    return fields.filter((field) => field.startsWith('s:')).length;
  }

  async close(): Promise<void> {
    const keys = await this.keys();
    for (let i = 0; i < keys.length; i += 1000) await this.client.del(keys.slice(i, i + 1000));
    await this.client.quit();
  }
}
