/** One Redis for `npm start` and `npm test`: the one of REDIS_URL, or a private one that ends with us. */
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from './child.mjs';
import { install, installCommands, thisMachine } from './system-packages.mjs';

const SERVERS = ['redis-server', 'valkey-server'];
const PACKAGE = { apt: 'redis-server', apk: 'redis', brew: 'redis' };
const WAYS_OUT = `There is no Redis, and no way to get one by ourselves. Any of these helps:
  - install Redis 7 or Valkey 8, so that redis-server or valkey-server is on PATH
  - set REDIS_URL to one that runs, such as REDIS_URL=redis://127.0.0.1:6379
  - start Docker`;

/**
 * The way to a Redis on this machine.
 * @returns {{how: 'url', url: string} | {how: 'server', command: string} | {how: 'docker'} | {how: 'install', commands: string[][]} | {how: 'none'}}
 */
export function chooseRedis(machine) {
  const url = machine.env.REDIS_URL?.trim();
  if (url) return { how: 'url', url };
  const command = SERVERS.find((name) => machine.onPath(name));
  if (command) return { how: 'server', command };
  if (machine.onPath('docker') && machine.dockerRuns()) return { how: 'docker' };
  const commands = installCommands(PACKAGE, machine);
  return commands ? { how: 'install', commands } : { how: 'none' };
}

/**
 * As the guarantees need it: every write in the append-only file within a second, nothing evicted, delayed jobs on time. Redis' own
 * smallest file to rewrite, 64 MB, would fork it every few seconds under load, for a state of some megabytes.
 */
const SETTINGS = [
  '--appendonly',
  'yes',
  '--appendfsync',
  'everysec',
  '--auto-aof-rewrite-min-size',
  '256mb',
  '--save',
  '',
  '--hz',
  '100',
  '--maxmemory-policy',
  'noeviction',
];

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: 1000 }, () => socket.write('PING\r\n'));
    const done = (yes) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('data', (reply) => done(String(reply).startsWith('+PONG')));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => done(false));
  });

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** An empty data folder of our own: what an earlier run left is removed, that of a run still going is left alone. */
function ownFolder(folder) {
  if (!folder) return mkdtempSync(join(tmpdir(), 'sidenote-redis-'));
  const owner = join(folder, 'owner.pid');
  if (existsSync(owner) && isAlive(Number(readFileSync(owner, 'utf8')))) return mkdtempSync(`${folder}-`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(owner, String(process.pid));
  return folder;
}

async function launch(argvFor, folder, withinMs) {
  const logFile = join(folder, 'redis.log');
  const log = openSync(logFile, 'a');
  const port = await freePort();
  const [command, ...args] = argvFor(port, folder);
  const server = startChild(command, args, { output: log, killAfterMs: 10_000 });
  closeSync(log);
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + withinMs;
  while (server.running() && Date.now() < until) {
    if (await answers(port)) return { url: `redis://127.0.0.1:${port}`, stop, exited: server.exited };
    await wait(50);
  }
  const said = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n');
  await stop();
  throw new Error(`${command} did not start:\n${said}`);
}

const serverArgs = (command) => (port, folder) => [
  command,
  '--port',
  `${port}`,
  '--bind',
  '127.0.0.1',
  '--dir',
  folder,
  ...SETTINGS,
];

const dockerArgs = (port) => [
  'docker',
  'run',
  '--rm',
  '--publish',
  `127.0.0.1:${port}:6379`,
  'redis:7',
  'redis-server',
  ...SETTINGS,
];

/**
 * @param {{folder?: string, say?: (line: string) => void}} [options] `folder`: for the data of a private server; default: a temporary one
 * @returns {Promise<{url: string, stop: () => Promise<void>, exited?: Promise<number>}>} `exited` resolves when a private server is gone
 * @throws {Error} with the ways out
 */
export async function getRedis({ folder, say = console.log } = {}) {
  let choice = chooseRedis(thisMachine());
  if (choice.how === 'install') {
    say(`No Redis here: installing it with ${choice.commands.at(-1).join(' ')}`);
    if (install(choice.commands)) choice = chooseRedis(thisMachine());
  }
  if (choice.how === 'url') return { url: choice.url, stop: async () => {} };
  if (choice.how === 'server') return launch(serverArgs(choice.command), ownFolder(folder), 10_000);
  if (choice.how === 'docker') {
    say('No redis-server here: running redis:7 in Docker');
    return launch(dockerArgs, ownFolder(folder), 180_000);
  }
  throw new Error(WAYS_OUT);
}
