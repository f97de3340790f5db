/**
 * `npm test`: sets up, then what tells most in under four minutes on two quiet cores, and says at the end what failed. `npm run test:all`:
 * all end-to-end and fault tests as well. `npm test -- unit lint` runs these steps only; further words go to Jest, as in
 * `npm test -- unit libs/notes`.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onStop, startChild } from './child.mjs';
import { getChromium } from './chromium.mjs';
import { getRedis } from './redis.mjs';
import { fail, ROOT, setUp } from './setup.mjs';

const BASE = ['lint', 'graph', 'format', 'types', 'unit', 'integration'];
const [QUICK, ALL] = [
  [...BASE, 'core'],
  [...BASE, 'e2e', 'faults'],
];
const NAMES = [...BASE, 'core', 'e2e', 'faults'];
const LONG = process.env.FAULTS === 'long';
const words = process.argv.slice(2);
const forJest = words.filter((word) => word !== 'all' && !NAMES.includes(word));

/** Of the end-to-end and fault tests those that every change must pass: what is posted and where, what is never told, an upgrade, documents, kills. */
const CORE = [
  ...['notes', 'linking', 'whose-session', 'summaries', 'rate-limit', 'masked-at-rest', 'log-hygiene', 'upgrade'],
  ...['ways-to-run', 'docs', 'published', 'sandbox-credentials'],
].map((name) => `test/e2e/${name}.e2e-spec.ts`);
const KILLS = 'test/faults/kill-anything.fault-spec.ts';
// Jest passes over paths that are not there.
const missing = [...CORE, KILLS].filter((path) => !existsSync(join(ROOT, path)));
if (missing.length > 0) fail(new Error(`scripts/test.mjs names tests that are not there: ${missing.join(', ')}`));

const bin = (path) => `node_modules/${path}`;
// The words come before --selectProjects, which takes all that follow it for projects.
// Most of these tests wait for other processes: more of them at once than cores.
const jest = (projects, workers = 2, files = []) => [
  '--experimental-vm-modules',
  bin('jest/bin/jest.js'),
  ...files,
  ...forJest,
  `--maxWorkers=${workers}`,
  '--selectProjects',
  ...projects,
];

/** A step that takes longer hangs, in milliseconds. */
const STEP_LIMIT_MS = LONG ? 10_800_000 : 3_600_000;

const STEPS = {
  lint: { args: [bin('eslint/bin/eslint.js'), '.'] },
  graph: { args: [bin('dependency-cruiser/bin/dependency-cruise.mjs'), 'apps', 'libs'] },
  format: { args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'] },
  types: { args: [bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  unit: { args: jest(['unit']) },
  integration: { args: jest(['integration']), redis: true },
  core: {
    args: jest(['e2e', 'faults'], 3, ['--runTestsByPath', ...CORE, KILLS]),
    env: { FAULTS: 'brief' },
    redis: true,
    built: true,
  },
  e2e: { args: jest(['e2e'], 4), redis: true, built: true, browser: true },
  faults: { args: jest(['faults'], LONG ? 1 : 3), redis: true, built: true },
};

const chosen = NAMES.filter((name) => words.includes(name));
const names = words.includes('all') ? ALL : chosen.length > 0 ? chosen : QUICK;
const needs = (what) => names.some((name) => STEPS[name][what]);

/** These wait for windows of time and for other processes a good part of the while: what needs no Redis runs beside them. */
const WAITING = ['integration', 'core'];

let redis;
const running = new Set();
async function leave(code) {
  await Promise.all([...running].map((child) => child.stop()));
  await redis?.stop();
  process.exit(code);
}
onStop(() => void leave(130));

async function runStep(name, { node, env }) {
  const { args, env: own } = STEPS[name];
  const from = performance.now();
  console.log(`\n── ${name}`);
  const child = startChild(node, args, { cwd: ROOT, env: { ...env, ...own }, killAfterMs: 5_000 });
  running.add(child);
  const hangs = setTimeout(() => {
    console.error(`${name} takes longer than ${STEP_LIMIT_MS / 1000} s`);
    void child.stop();
  }, STEP_LIMIT_MS);
  const code = await child.exited;
  running.delete(child);
  clearTimeout(hangs);
  return { name, ok: code === 0, seconds: ((performance.now() - from) / 1000).toFixed(1) };
}

try {
  const from = performance.now();
  const { node, env } = await setUp({ built: needs('built') });
  if (needs('browser')) env.CHROMIUM_PATH = getChromium();
  if (needs('redis')) redis = await getRedis();
  if (redis) env.REDIS_URL = redis.url;
  console.log(`Set up in ${((performance.now() - from) / 1000).toFixed(1)} s`);

  const results = [];
  const inTurn = async (some) => {
    for (const name of some) results.push(await runStep(name, { node, env }));
  };
  const [waiting, late] = [WAITING, ['e2e', 'faults']].map((some) => names.filter((name) => some.includes(name)));
  await Promise.all([inTurn(names.filter((name) => !STEPS[name].redis)), inTurn(waiting)]);
  await inTurn(late);
  console.log(
    `\n${results.map(({ name, ok, seconds }) => `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${seconds} s`).join('\n')}`,
  );
  await leave(results.every(({ ok }) => ok) ? 0 : 1);
} catch (error) {
  await redis?.stop();
  fail(error);
}
