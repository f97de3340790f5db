/**
 * `npm run bench -- panel [--seconds 20] [--payloads 1000]`: the panel of linked conversations, twenty times a second, alone and while payloads
 * flow: over the stream, as they do, ten every 10 ms, read by a process of its own and worked on by a writer; nothing is posted, so that no
 * other side is measured. The limit is 50 ms at p99. What was admitted is counted by the service itself.
 */
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MAIN } from './built.mjs';
import { median, quantile, round } from './figures.mjs';
import { StreamOf } from './stream-of.mjs';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'panel'),
  options: { seconds: { type: 'string', default: '20' }, payloads: { type: 'string', default: '1000' } },
});
const SECRET = 'bench';
const APP = 'bench-app';
const SESSIONS = 500;
const PANELS_PER_SECOND = 20;
const TURNS_PER_SECOND = 100;
const WARM_SECONDS = 5;

const stream = await new StreamOf().start();

async function start(roles) {
  const child = spawn(process.execPath, [MAIN, 'serve', '--roles', roles], {
    env: {
      PATH: process.env.PATH,
      SIDENOTE_ENV_FILE: '',
      HOST: '127.0.0.1',
      PORT: '0',
      OPS_PORT: '0',
      REDIS_URL: process.env.REDIS_URL,
      NOTE_PRESET: 'off',
      SUMMARY_THRESHOLD: '0',
      AUTOPLAY_STREAM_URL: stream.url,
      AUTOPLAY_API_TOKEN: 'bench',
      INTERCOM_BASE_URL: 'http://127.0.0.1:9',
      INTERCOM_ACCESS_TOKEN: 'bench',
      INTERCOM_ADMIN_ID: '1',
      INTERCOM_APP_ID: APP,
      INTERCOM_CLIENT_SECRET: SECRET,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const doors = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = JSON.parse(line);
      if (told.msg === 'listening') resolve(told);
    });
  });
  return { child, url: `http://127.0.0.1:${doors.public}`, opsUrl: `http://127.0.0.1:${doors.ops}` };
}
const services = await Promise.all(['webhook', 'stream', 'writer'].map(start));
const [panel, reader] = services;
while (stream.readers === 0) await wait(50);

const sign = (body, secret) => createHmac('sha256', secret).update(body).digest('hex');
const payload = (n, conversation = false) => {
  const now = Date.now() / 1000;
  const action = {
    index: 0,
    type: 'click',
    title: 'Compare plans',
    description: `User clicked the Compare plans button on the pricing page ${randomUUID()}`,
    timestamp_start: now,
    timestamp_end: now,
    raw_url: 'https://shop.example/pricing',
    canonical_url: 'https://shop.example/pricing',
  };
  return {
    type: 'actions',
    product_id: 'bench',
    session_id: `session-${n}`,
    user_id: `user-${n}`,
    count: 1,
    forwarded_at: Date.now(),
    conversation_id: conversation ? `${1_000_000 + n}` : null,
    actions: [action, action],
  };
};

/** A counter of one process, over all of its labels that `which` names. */
async function counted({ opsUrl }, name, which = '') {
  const metrics = await (await fetch(`${opsUrl}/metrics`)).text();
  const rows = metrics.split('\n').filter((row) => row.startsWith(name) && row.includes(which));
  return rows.reduce((sum, row) => sum + Number(row.split(' ').at(-1)), 0);
}
const admitted = () => counted(reader, 'sidenote_payloads_total', 'outcome="admitted"');
const cpuSeconds = async () => {
  const each = await Promise.all(services.map((one) => counted(one, 'process_cpu_seconds_total')));
  return each.reduce((sum, one) => sum + one, 0);
};

async function initialize(n) {
  const body = JSON.stringify({
    workspace_id: APP,
    admin: { id: '1' },
    conversation: { id: `${1_000_000 + n}` },
    contact: { id: 'c', external_id: `user-${n}` },
  });
  const from = performance.now();
  const headers = { 'content-type': 'application/json', 'x-body-signature': sign(body, SECRET) };
  const answer = await fetch(`${panel.url}/canvas/initialize`, { method: 'POST', body, headers });
  const canvas = await answer.text();
  const took = performance.now() - from;
  if (!canvas.includes('pricing')) throw new Error(`the panel shows nothing: ${answer.status} ${canvas}`);
  return took;
}

stream.send(Array.from({ length: SESSIONS }, (_, n) => payload(n, true)));
while ((await admitted()) < SESSIONS) await wait(100);
await wait(2_000);

async function evenly(perSecond, one, forSeconds = Number(values.seconds)) {
  const all = [];
  const from = performance.now();
  for (let i = 0; i < forSeconds * perSecond; i++) {
    all.push(one(i));
    await wait(Math.max(0, from + ((i + 1) * 1000) / perSecond - performance.now()));
  }
  return { all: await Promise.all(all), seconds: (performance.now() - from) / 1000 };
}
const told = (what, ms) =>
  console.log(`${what}: p50 ${round(median(ms), 1)} ms, p99 ${round(quantile(ms, 0.99), 1)} ms of ${ms.length}`);

const initializes = () => evenly(PANELS_PER_SECOND, (i) => initialize(i % SESSIONS));
// What is compiled on the way there is not what is measured, here and below.
await initializes();
told('The panel alone', (await initializes()).all);
const each = Math.round(Number(values.payloads) / TURNS_PER_SECOND);
const turn = (i) => stream.send(Array.from({ length: each }, (_, j) => payload((i * each + j) % SESSIONS)));
const flowing = evenly(TURNS_PER_SECOND, turn, Number(values.seconds) + WARM_SECONDS);
await wait(WARM_SECONDS * 1000);
const [before, cpuBefore] = [await admitted(), await cpuSeconds()];
const beside = await initializes();
const flow = Math.round(((await admitted()) - before) / beside.seconds);
const cores = ((await cpuSeconds()) - cpuBefore) / beside.seconds;
await flowing;
told(`While ${flow} payloads a second are admitted`, beside.all);
console.log(`The three processes took ${round(cores, 1)} cores; load of the machine: ${round(loadavg()[0], 1)}`);
for (const { child } of services) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
stream.stop();
process.exit(0);
