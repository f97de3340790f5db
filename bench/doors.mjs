/**
 * `npm run bench -- doors [--seconds 20]`: signed webhooks, ten a second, alone and beside an attacker who sends seven unsigned bodies of
 * 1 MB a second, nested as deep as they are long. How long does a webhook wait?
 */
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MAIN } from './built.mjs';
import { median, quantile, round } from './figures.mjs';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'doors'),
  options: { seconds: { type: 'string', default: '20' } },
});
const SECRET = 'bench';
const WEBHOOKS_PER_SECOND = 10;
const ATTACKS_PER_SECOND = 7;
const ATTACK = '['.repeat(1_000_000);
const PATHS = ['/webhooks/intercom', '/sessions/link', '/events/bench'];

const child = spawn(process.execPath, [MAIN, 'serve', '--roles', 'webhook'], {
  env: {
    PATH: process.env.PATH,
    SIDENOTE_ENV_FILE: '',
    HOST: '127.0.0.1',
    PORT: '0',
    OPS_PORT: '0',
    REDIS_URL: process.env.REDIS_URL,
    AUTOPLAY_STREAM_URL: 'http://127.0.0.1:9/stream/bench',
    AUTOPLAY_PUSH_SECRET: 'bench-push-secret',
    INTERCOM_ACCESS_TOKEN: 'bench',
    INTERCOM_CLIENT_SECRET: SECRET,
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const url = await new Promise((resolve, reject) => {
  child.once('exit', (code) => reject(new Error(`the service ended with code ${code}`)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    const told = JSON.parse(line);
    if (told.msg === 'listening') resolve(`http://127.0.0.1:${told.public}`);
  });
});

let sent = 0;
async function webhook() {
  const item = { type: 'conversation', id: `${++sent}`, state: 'open', contacts: { contacts: [] } };
  const body = JSON.stringify({
    type: 'notification_event',
    topic: 'conversation.user.replied',
    id: `n${sent}`,
    data: { item },
  });
  const signature = `sha1=${createHmac('sha1', SECRET).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature': signature };
  const from = performance.now();
  const answer = await fetch(`${url}/webhooks/intercom`, { method: 'POST', headers, body });
  await answer.arrayBuffer();
  if (answer.status !== 200) throw new Error(`a signed webhook was answered ${answer.status}`);
  return performance.now() - from;
}

const attack = (path) =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: ATTACK }).then(
    (answer) => answer.arrayBuffer(),
    // Cut off by the other side, as it may.
    () => undefined,
  );

/** `perSecond` times a second for as long as is asked, without waiting for one another. */
async function evenly(perSecond, one) {
  const all = [];
  const from = performance.now();
  for (let i = 0; i < Number(values.seconds) * perSecond; i++) {
    all.push(one(i));
    await wait(Math.max(0, from + ((i + 1) * 1000) / perSecond - performance.now()));
  }
  return Promise.all(all);
}
const told = (what, ms) =>
  console.log(
    `${what}: p50 ${round(median(ms), 1)} ms, p99 ${round(quantile(ms, 0.99), 1)} ms, longest ${round(Math.max(...ms), 1)} ms`,
  );

await evenly(WEBHOOKS_PER_SECOND, webhook);
told('Webhooks alone', await evenly(WEBHOOKS_PER_SECOND, webhook));
const [beside] = await Promise.all([
  evenly(WEBHOOKS_PER_SECOND, webhook),
  evenly(ATTACKS_PER_SECOND, (i) => attack(PATHS[i % PATHS.length])),
]);
told(`Beside ${ATTACKS_PER_SECOND} bodies of 1 MB a second`, beside);
const ended = once(child, 'exit');
child.kill('SIGTERM');
await ended;
