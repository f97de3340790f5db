import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { box } from './box';
import { sandboxArguments, serviceEnvironment } from './environment';
import { obey } from './obey';
import { Part } from './part';
import { freePortFrom } from './ports';
import { Processes, type ProcessSpec } from './processes';
import { ready } from './ready';

type ChildScript = typeof import('../../../../scripts/child.mjs');
type RedisScript = typeof import('../../../../scripts/redis.mjs');

export interface SandboxRun {
  /** Scales the pauses of the scripted visitors; null: there are none. */
  visitorsPace?: number | null;
  /** Of the page; the other doors are at the next free ones. Null: 4000 and 3000 to 3002, or the next free ones. */
  port?: number | null;
  /** Once all is open; `restart` starts the service anew from its files and resolves when it is ready. */
  onOpen?: (restart: () => Promise<void>) => void;
}

/** From a start on a slow machine to an open door, in milliseconds. */
const READY_WITHIN_MS = 60_000;

/** The scripts are shared with `npm start` and `npm test`; they are not part of the build. */
const script = <T>(root: string, name: string) => import(pathToFileURL(join(root, 'scripts', name)).href) as Promise<T>;

/**
 * Redis, the sandbox and the service, until Ctrl-C or SIGTERM; then they stop in the opposite order, so that the service ends
 * its work in hand while both others are there. The writer is a process of its own: the sandbox's page may have it killed.
 * Resolves with the exit code: 0, or 1 when one of them died.
 */
export async function runSandbox(
  root: string,
  say: (text: string) => void,
  { visitorsPace = 1, port = null, onOpen }: SandboxRun = {},
): Promise<number> {
  const { startChild, onStop } = await script<ChildScript>(root, 'child.mjs');
  const { getRedis } = await script<RedisScript>(root, 'redis.mjs');
  const asked = new Promise<'asked'>((resolve) => onStop(() => resolve('asked')));
  const folder = join(root, '.sidenote');
  mkdirSync(folder, { recursive: true });

  const stops: (() => Promise<unknown>)[] = [];
  const begun = new Set<string>();
  const start = (name: string, args: string[], env: Record<string, string>) => {
    const child = startChild(process.execPath, args, { env, output: 'pipe', cwd: folder });
    const part = new Part(name, join(folder, `${name}.log`), child, begun.has(name));
    begun.add(name);
    return part;
  };

  const open = async (): Promise<'asked'> => {
    const redis = await getRedis({ folder: join(folder, 'redis'), say: (line) => say(`${line}\n`) });
    stops.unshift(() => redis.stop());
    const [publicPort, opsPort, writerPort, sandboxPort] = await freePorts(port);
    const [sandboxUrl, opsUrl] = [`http://127.0.0.1:${sandboxPort}`, `http://127.0.0.1:${opsPort}`];
    const password = randomBytes(8).toString('hex');

    const webhookUrl = `http://127.0.0.1:${publicPort}/webhooks/intercom`;
    const sandboxMain = join(root, 'dist/apps/sandbox/apps/sandbox/src/main.js');
    const args = sandboxArguments({ port: sandboxPort, webhookUrl, opsUrl, visitorsPace });
    const sandbox = start('sandbox', [sandboxMain, ...args], { SANDBOX_OPS_PASSWORD: password });
    stops.unshift(() => sandbox.stop());
    await Promise.race([ready(sandboxUrl, READY_WITHIN_MS), sandbox.died()]);

    const env = serviceEnvironment({ redisUrl: redis.url, sandboxUrl, publicPort, opsPort, password });
    // Only the preset that is chosen on the page is ever in it.
    const envFile = join(folder, `preset-${sandboxPort}.env`);
    writeFileSync(envFile, '');
    const process = (name: string, roles: string, port: number): ProcessSpec => ({
      name,
      args: [join(root, 'bin/sidenote.js'), 'serve', '--roles', roles],
      env: { ...env, SIDENOTE_ENV_FILE: envFile, OPS_PORT: String(port) },
      readyUrl: `http://127.0.0.1:${port}/health/ready`,
    });
    const service = new Processes(
      [process('writer', 'writer', writerPort), process('service', 'webhook,stream,dashboard', opsPort)],
      ({ name, args, env }) => start(name, args, env),
    );
    stops.unshift(() => service.stop());
    const deaths = [sandbox.died(), service.died, redisGone(redis.exited)];
    await Promise.race([service.open(), ...deaths]);

    const restart = obey({ sandbox, service, sandboxUrl, envFile });
    onOpen?.(restart);
    say(addresses(sandboxUrl, opsUrl, webhookUrl, password));
    return Promise.race(deaths);
  };

  try {
    await Promise.race([asked, open()]);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    for (const stop of stops) await stop();
  }
}

async function freePorts(port: number | null): Promise<[number, number, number, number]> {
  const taken = new Set<number>();
  const next = async (from: number) => {
    const port = await freePortFrom(from, taken);
    taken.add(port);
    return port;
  };
  const page = await next(port ?? 4000);
  const others = port === null ? 3000 : port + 1;
  return [await next(others), await next(others + 1), await next(others + 2), page];
}

/** A server of the user's own has no `exited`: the service says by itself when it is away. */
const redisGone = (exited?: Promise<number>): Promise<never> =>
  new Promise((_resolve, reject) => {
    void exited?.then((code) => reject(new Error(`Redis ended with code ${code}`)));
  });

const addresses = (sandboxUrl: string, opsUrl: string, webhookUrl: string, password: string) =>
  box('Sidenote is open for business, with a sandbox in place of Autoplay and Intercom', [
    ['Open this', `${sandboxUrl}/try`],
    ['', ''],
    ['Inbox', sandboxUrl],
    ['Operations', `${opsUrl}/ops  (user sidenote, password ${password})`],
    ['Queues', `${opsUrl}/queues`],
    ['Health', `${opsUrl}/health/ready`],
    ['Webhook', webhookUrl],
    ['Logs', '.sidenote/service.log, .sidenote/writer.log, .sidenote/sandbox.log'],
    ['Stop', 'Ctrl-C'],
  ]);
