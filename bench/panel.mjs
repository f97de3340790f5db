/**
 * `npm run bench -- panel [--seconds 20] [--payloads 1000]`: the panel of linked conversations, twenty times a second, alone and while payloads
 * flow (pushed, 50 to a turn, in a process of its own; nothing is posted, so that no other side is measured). Its limit is 50 ms at p99.
 */
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MAIN } from './built.mjs';
import { median, quantile, round } from './figures.mjs';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'panel'),
  options: { seconds: { type: 'string', default: '20' }, payloads: { type: 'string', default: '1000' } },
});
const SECRET = 'bench';
const PUSH_SECRET = 'bench-push-secret';
const APP = 'bench-app';
const SESSIONS = 500;
const PANELS_PER_SECOND = 20;
const TURNS_PER_SECOND = 20;

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
      AUTOPLAY_STREAM_URL: 'http://127.0.0.1:9/stream/bench',
      AUTOPLAY_PUSH_SECRET: PUSH_SECRET,
      INTERCOM_BASE_URL: 'http://127.0.0.1:9',
      INTERCOM_ACCESS_TOKEN: 'bench',
      INTERCOM_ADMIN_ID: '1',
      INTERCOM_APP_ID: APP,
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
  return { child, url };
}
const services = [await start('webhook'), await start('webhook'), await start('writer')];
const [panel, intake] = services;

const sign = (body, secret) => createHmac('sha256', secret).update(body).digest('hex');
async function post(url, body, headers) {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return text;
}
const payload = (n, conversation) => {
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
  return JSON.stringify({
    type: 'actions',
    product_id: 'bench',
    session_id: `session-${n}`,
    user_id: `user-${n}`,
    count: 1,
    forwarded_at: Date.now(),
    conversation_id: conversation ? `${1_000_000 + n}` : null,
    actions: [action, action],
  });
};
const push = (n, conversation = false) => {
  const body = payload(n, conversation);
  return post(`${intake.url}/events/bench`, body, { 'x-connector-signature': `sha256=${sign(body, PUSH_SECRET)}` });
};
async function initialize(n) {
  const body = JSON.stringify({
    workspace_id: APP,
    admin: { id: '1' },
    conversation: { id: `${1_000_000 + n}` },
    contact: { id: 'c', external_id: `user-${n}` },
  });
  const from = performance.now();
  const answer = await post(`${panel.url}/canvas/initialize`, body, { 'x-body-signature': sign(body, SECRET) });
  if (!answer.includes('pricing')) throw new Error(`the panel shows nothing: ${answer}`);
  return performance.now() - from;
}

for (let n = 0; n < SESSIONS; n += 50) await Promise.all(Array.from({ length: 50 }, (_, i) => push(n + i, true)));
await wait(2_000);

async function evenly(perSecond, one) {
  const all = [];
  const from = performance.now();
  for (let i = 0; i < Number(values.seconds) * perSecond; i++) {
    all.push(one(i));
    await wait(Math.max(0, from + ((i + 1) * 1000) / perSecond - performance.now()));
  }
  return { all: (await Promise.all(all)).flat(), seconds: (performance.now() - from) / 1000 };
}
const told = (what, ms) =>
  console.log(`${what}: p50 ${round(median(ms), 1)} ms, p99 ${round(quantile(ms, 0.99), 1)} ms of ${ms.length}`);

told('The panel alone', (await evenly(PANELS_PER_SECOND, (i) => initialize(i % SESSIONS))).all);
const each = Math.round(Number(values.payloads) / TURNS_PER_SECOND);
const [beside, flow] = await Promise.all([
  evenly(PANELS_PER_SECOND, (i) => initialize(i % SESSIONS)),
  evenly(TURNS_PER_SECOND, (i) => Promise.all(Array.from({ length: each }, (_, j) => push((i * each + j) % SESSIONS)))),
]);
told(`While ${Math.round(flow.all.length / flow.seconds)} payloads a second flow`, beside.all);
for (const { child } of services) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
process.exit(0);
