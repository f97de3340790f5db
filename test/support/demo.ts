import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { InVain, until } from './until';

const ROOT = join(__dirname, '../..');

type Json = Record<string, unknown>;

/** What `npm start -- --quiet` runs: Redis, the sandbox and the service, all of them children of one process. */
export class Demo {
  private printed = '';

  private constructor(private readonly child: ChildProcess) {
    for (const output of [child.stdout, child.stderr]) output!.on('data', (text) => void (this.printed += text));
  }

  static async start(): Promise<Demo> {
    const { PATH, REDIS_URL } = process.env;
    // Far from the ports that people use, and from those of another run on this machine.
    const port = 20_000 + Math.floor(Math.random() * 1_500) * 5;
    const args = [join(ROOT, 'bin/sidenote.js'), 'sandbox', '--quiet', '--port', String(port)];
    const demo = new Demo(spawn(process.execPath, args, { cwd: ROOT, env: { PATH, REDIS_URL } }));
    await until('the demo is open', () => demo.found(/Open this/) ?? demo.throwIfEnded(), { timeoutMs: 110_000 });
    return demo;
  }

  get url(): string {
    return this.found(/Open this +(http:\S+)\/try/)!;
  }

  async control<T = Json>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: Json): Promise<T> {
    const response = await fetch(`${this.url}/control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`control ${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Presses Ctrl-C; resolves with the exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGINT');
      await ended;
    }
    return this.child.exitCode;
  }

  private found(pattern: RegExp): string | null {
    const match = pattern.exec(this.printed);
    return match && (match[1] ?? match[0]);
  }

  private throwIfEnded(): null {
    if (this.child.exitCode === null) return null;
    throw new InVain(`the demo ended with ${this.child.exitCode}\n${this.printed}`);
  }
}
