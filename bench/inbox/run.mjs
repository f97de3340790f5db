/**
 * `npm run bench -- inbox [--presets recipe,calm,quiet] [--speed 1] [--json FILE] [--threads FOLDER]`: plays realistic visits in real
 * time through the built service and the sandbox, once for each preset, and tells how busy the thread is at the end. About ten minutes:
 * people are slow. All visits of a preset are played side by side.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Agent, fetch } from 'undici';
import { ROOT } from '../../scripts/setup.mjs';
import { signWaits, follow } from './signs.mjs';
import { measure, text } from './measure.mjs';
import { play } from './play.mjs';
import { longVisits, longVisitsAskedOnce, visits } from './visits.mjs';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'inbox'),
  options: {
    presets: { type: 'string', default: 'recipe,calm,quiet' },
    speed: { type: 'string', default: '1' },
    json: { type: 'string' },
    threads: { type: 'string' },
  },
});
/** A connection for each request: between two messages of a visitor the sandbox closes those that are kept. */
const dispatcher = new Agent({ pipelining: 0 });
const require = createRequire(import.meta.url);
const { startSandbox, SANDBOX_CREDENTIALS: c } = require(join(ROOT, 'dist/apps/sandbox/apps/sandbox/src/index.js'));
const speed = Number(values.speed);
const sum = (rows, name) => rows.reduce((total, row) => total + row[name], 0);
const mean = (rows, name) => sum(rows, name) / rows.length;
/** Of what a service said before it ended. */
const LAST_LINES = 10;
/** How often a signal lets what waits be posted at once, in seconds; recipe's notes do not wait for one. */
const HURRY_EVERY_S = { calm: 30, quiet: 60 };

async function service(sandboxUrl, preset) {
  const child = spawn(process.execPath, [join(ROOT, 'bin/sidenote.js'), 'serve'], {
    env: {
      PATH: process.env.PATH,
      SIDENOTE_ENV_FILE: '',
      HOST: '127.0.0.1',
      PORT: '0',
      OPS_PORT: '0',
      REDIS_URL: process.env.REDIS_URL,
      REDIS_PREFIX: `bench-${preset}`,
      AUTOPLAY_STREAM_URL: `${sandboxUrl}/autoplay/stream/${c.productId}`,
      AUTOPLAY_API_TOKEN: c.streamToken,
      INTERCOM_BASE_URL: `${sandboxUrl}/intercom`,
      INTERCOM_ACCESS_TOKEN: c.intercomToken,
      INTERCOM_ADMIN_ID: c.adminId,
      INTERCOM_CLIENT_SECRET: c.clientSecret,
      OPENAI_BASE_URL: `${sandboxUrl}/openai/v1`,
      OPENAI_API_KEY: c.openaiKey,
      REPLAY_URL_TEMPLATE: 'https://eu.posthog.com/replay/{session_id}?t={offset}',
      NOTE_PRESET: preset,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = [];
  const died = new Promise((_, reject) => {
    child.once('exit', (code, signal) =>
      reject(new Error([`the service of ${preset} ended: ${code ?? signal}`, ...said].join('\n'))),
    );
  });
  const listening = new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      said.splice(0, said.length - LAST_LINES);
      const entry = line.startsWith('{') ? JSON.parse(line) : {};
      if (entry.msg === 'listening') resolve(entry);
    });
  });
  const { public: port } = await Promise.race([listening, died]);
  return { child, died, webhookUrl: `http://127.0.0.1:${port}/webhooks/intercom` };
}

async function playAll(preset) {
  const sandbox = await startSandbox({ port: 0, latencyMs: 60, openaiLatencyMs: 900 });
  const control = async (path, body) => {
    const options = body && {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    };
    const response = await fetch(`${sandbox.url}/control${path}`, { ...options, dispatcher });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { child, webhookUrl, died } = await service(sandbox.url, preset);
  const feed = await follow(sandbox.url);
  try {
    await control('/settings', { webhookUrl });
    while ((await control('/state?only=stream')).stream.subscribers === 0) await new Promise((r) => setTimeout(r, 100));
    const run = async (visit) => {
      const played = await play(visit, control, speed);
      await played.settled;
      const thread = await control(`/conversations/${played.conversation}`);
      if (values.threads) {
        mkdirSync(values.threads, { recursive: true });
        writeFileSync(join(values.threads, `${preset}-${visit.id}.json`), JSON.stringify(thread, null, 1));
      }
      const row = measure({ visit, thread, adminId: c.adminId });
      // A figure of nothing is no figure: something of the installation was not there.
      if (row.visible + row.tombstones === 0) throw new Error(`${preset} ${visit.id}: not one note was posted`);
      const waits = HURRY_EVERY_S[preset] ? signWaits(played, feed.notes, HURRY_EVERY_S[preset], text) : [];
      return { id: visit.id, ...row, waits };
    };
    const playGroup = async ([name, list]) => [name, await Promise.all(list().map(run))];
    const all = Promise.all(Object.entries(GROUPS).map(playGroup));
    return { preset, ...Object.fromEntries(await Promise.race([all, died])) };
  } finally {
    child.removeAllListeners('exit');
    child.kill('SIGTERM');
    await feed.end();
    await sandbox.close();
  }
}

const figures = (rows) => ({
  visible: mean(rows, 'visible'),
  tombstones: mean(rows, 'tombstones'),
  lines: mean(rows, 'lines'),
  told: (sum(rows, 'told') / sum(rows, 'facts')) * 100,
});
/** What is played, and what it is called in the table. */
const GROUPS = { short: visits, long: longVisits, once: longVisitsAskedOnce };
const NAMES = { short: 'short', long: 'long', once: 'long, one message' };
const rowsOf = (result) => Object.keys(GROUPS).flatMap((group) => result[group]);
const waitsOf = (result) => {
  const signs = rowsOf(result).flatMap((row) => row.waits);
  signs.sort((a, b) => a.ms - b.ms);
  const errors = signs.filter(({ kind }) => /error/.test(kind));
  const p50 = signs[Math.max(0, Math.ceil(signs.length / 2) - 1)]?.ms;
  return { signs: signs.length, errors: errors.length, p50, longestError: errors.at(-1)?.ms, longest: signs.at(-1) };
};
const results = await Promise.all(values.presets.split(',').map(playAll));
const shown = ({ visible, tombstones, lines, told }) =>
  `${visible.toFixed(1)} | ${tombstones.toFixed(1)} | ${lines.toFixed(0)} | ${told.toFixed(0)} %`;
console.log(
  '| preset | visits | visible notes | tombstones | lines | facts told |\n| --- | --- | --- | --- | --- | --- |',
);
for (const result of results)
  for (const [group, name] of Object.entries(NAMES))
    console.log(`| ${result.preset} | ${result[group].length} ${name} | ${shown(figures(result[group]))} |`);
for (const result of results.filter(({ preset }) => HURRY_EVERY_S[preset])) {
  const { signs, errors, p50, longestError, longest } = waitsOf(result);
  console.log(
    `${result.preset}: ${signs} first signs of trouble of a span, readable after ${p50} ms (p50), ${longest?.ms} ms (longest: ${longest?.kind} of ${longest?.visit}); ${errors} of them errors, ${longestError} ms (longest)`,
  );
}
for (const result of results)
  for (const row of rowsOf(result))
    if (row.missing.length > 0) console.log(`${result.preset} ${row.id}: not told: ${row.missing.join(', ')}`);
if (values.json)
  writeFileSync(
    values.json,
    JSON.stringify(
      results.map((result) => ({
        preset: result.preset,
        ...Object.fromEntries(Object.keys(GROUPS).map((group) => [group, figures(result[group])])),
        signs: waitsOf(result),
      })),
      null,
      1,
    ),
  );
