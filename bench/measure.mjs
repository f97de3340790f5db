/** Measures and reports; `run.mjs` starts it under the right Node, with REDIS_URL a Redis of its own. */
import { setTimeout as wait } from 'node:timers/promises';
import { writeFileSync } from 'node:fs';
import { LIMITS, median, NAIVE_FLOOR, quantile, round, split } from './figures.mjs';
import { NaivePipeline } from './naive.mjs';
import { NoopPipeline } from './noop.mjs';
import { API_LATENCY_MS, OtherSide } from './other-side.mjs';
import { ACTIONS_PER_PAYLOAD, payloads, readingCost } from './payloads.mjs';
import { RedisStats } from './redis-stats.mjs';
import { Service } from './service.mjs';
import { measureUnlinked } from './unlinked.mjs';

const quick = process.argv.includes('--quick');
const jsonFile = process.argv.includes('--json') ? process.argv[process.argv.indexOf('--json') + 1] : undefined;
const REPETITIONS = quick ? 3 : 5;
const BATCH = 100;
const DEBOUNCE_MS = 150;
/** Of the same pattern: what is compiled on the way there is not what is measured. */
const WARM_UP = { count: 2_000, run: 'warm' };
const PATTERNS = [
  { name: '5 payloads a note', count: quick ? 15_000 : 30_000, perSession: 5, abreast: 20, floor: 0.55, aim: 0.7 },
  { name: '1 payload a note', count: quick ? 10_000 : 30_000, perSession: 1, abreast: 100, floor: 0.38, aim: 0.5 },
];
const PACED = { perSecond: 1000, everyMs: 10, seconds: quick ? 5 : 20 };

const redisUrl = process.env.REDIS_URL;
const redis = new RedisStats(redisUrl);
const other = await OtherSide.start();

/** One batch at a time, as the stream role does. */
async function feed(pipeline, events) {
  for (let i = 0; i < events.length; i += BATCH) await pipeline.send(events.slice(i, i + BATCH));
}

async function runNoop(pattern, send = feed) {
  await redis.clear();
  const pipeline = await NoopPipeline.start(redisUrl);
  const through = async (events, how) => {
    const target = pipeline.done + events.length;
    await how(pipeline, events);
    while (pipeline.done < target) await wait(2);
  };
  await through(payloads({ ...pattern, ...WARM_UP }), feed);
  const events = payloads({ ...pattern, run: 'noop' });
  const [counted, cpu] = [await redis.count(), await pipeline.cpuMs()];
  const from = performance.now();
  await through(events, send);
  const seconds = (performance.now() - from) / 1000;
  const work = { ...(await counted()), workerMs: (await pipeline.cpuMs()) - cpu };
  await pipeline.stop();
  return result(events.length, seconds, work, { notes: 0 });
}

const sidenote = (settings) => Service.start(redisUrl, other.url, settings);
const naively = () => NaivePipeline.start(redisUrl, other.url, DEBOUNCE_MS);

async function startService(pattern, start) {
  await redis.clear();
  const service = await start();
  const warm = payloads({ ...pattern, ...WARM_UP });
  await service.link(warm);
  other.forget();
  await feed(service, warm);
  await other.received(warm.length * ACTIONS_PER_PAYLOAD);
  return service;
}

async function runService(pattern, start = sidenote, send = feed) {
  const service = await startService(pattern, start);
  const events = payloads({ ...pattern, run: 'service' });
  await service.link(events);
  other.forget();
  const [counted, cpu] = [await redis.count(), await service.cpuMs()];
  const from = performance.now();
  await send(service, events);
  await other.received(events.length * ACTIONS_PER_PAYLOAD);
  const seconds = (performance.now() - from) / 1000;
  await wait(pattern.settleMs ?? 0);
  const work = { ...(await counted()), workerMs: (await service.cpuMs()) - cpu };
  const { notes, doubled } = other;
  const lost = events.length * ACTIONS_PER_PAYLOAD - other.seen.size;
  await service.stop();
  return { ...result(events.length, seconds, work, { notes: notes.length, lost, doubled }), arrivals: notes };
}

const result = (payloadCount, seconds, { calls, scripts, cpuMs, workerMs, commands }, more) => ({
  perSecond: payloadCount / seconds,
  calls: calls / payloadCount,
  scripts: scripts / payloadCount,
  redisCpu: (cpuMs * 1000) / payloadCount,
  workerCpu: (workerMs * 1000) / payloadCount,
  commands,
  ...more,
});

const line = (name, { perSecond, calls, scripts, redisCpu, workerCpu, notes, lost, doubled }) =>
  `  ${name.padEnd(8)} ${round(perSecond).padStart(6)} payloads/s   ${round(calls, 1)} Redis calls, ${round(scripts, 2)} script calls, ` +
  `${round(redisCpu)} µs of Redis and ${round(workerCpu)} µs of the worker per payload` +
  (notes ? `   ${notes} notes, lost ${lost}, doubled ${doubled}` : '');

async function comparePattern(pattern) {
  console.log(`\n${pattern.name}: ${pattern.count} payloads, as fast as possible, ${REPETITIONS} times`);
  const runs = [];
  for (let i = 0; i < REPETITIONS; i++) {
    const noop = await runNoop(pattern);
    const service = await runService(pattern);
    runs.push({ noop, service, ratio: service.perSecond / noop.perSecond });
    console.log(`${line('no-op', noop)}\n${line('service', service)}   ratio ${round(runs.at(-1).ratio, 2)}`);
  }
  const ratio = median(runs.map((run) => run.ratio));
  const all = runs.map((run) => round(run.ratio, 2)).join(' ');
  const word = ratio >= pattern.aim ? 'aim reached' : ratio >= pattern.floor ? 'above the floor' : 'BELOW THE FLOOR';
  console.log(`  ratio: median ${round(ratio, 2)} of ${all}; floor ${pattern.floor}, aim ${pattern.aim}: ${word}`);
  const bad = runs.some(({ service }) => service.lost > 0 || service.doubled > 0);
  const middle = (who, what) => median(runs.map((run) => run[who][what]));
  const cpu = (who) => middle(who, 'redisCpu') + middle(who, 'workerCpu');
  console.log(
    `  CPU time of Redis and worker: the service takes ${round(cpu('service') / cpu('noop'), 1)} times as much`,
  );
  return { runs, bad, ratio, calls: middle('service', 'calls'), scripts: middle('service', 'scripts') };
}

/** Bursts of 5 payloads, 50 ms apart, over 50 sessions at a time: how late a note is, beyond the quiet period and Intercom's own time. */
async function measureLatency() {
  const { perSecond, everyMs, seconds } = PACED;
  const sentAt = [];
  const paced = async (service, events) => {
    const from = performance.now();
    const size = (perSecond * everyMs) / 1000;
    const pending = [];
    for (let i = 0; i < events.length; i += size) {
      const due = from + (i / perSecond) * 1000;
      if (due > performance.now()) await wait(due - performance.now());
      const at = performance.timeOrigin + performance.now();
      for (let k = i; k < i + size; k++) sentAt[k] = at;
      pending.push(service.send(events.slice(i, i + size)));
    }
    await Promise.all(pending);
  };
  const pattern = { count: perSecond * seconds, perSession: 5, abreast: 50, settleMs: 500 };
  const noop = await runNoop(pattern, paced);
  const run = await runService(pattern, sidenote, paced);
  const late = run.arrivals.map(
    ([last, , , answered]) => answered - sentAt[Math.floor(last / ACTIONS_PER_PAYLOAD)] - DEBOUNCE_MS - API_LATENCY_MS,
  );
  console.log(`\n${perSecond} payloads/s for ${seconds} s, 5 payloads a note`);
  console.log(`${line('no-op', noop)}\n${line('service', run)}`);
  console.log(
    `  last payload of a burst to the stored note, less ${DEBOUNCE_MS} ms of quiet and ${API_LATENCY_MS} ms of Intercom: ` +
      `p50 ${round(median(late), 1)} ms (aim 10), p99 ${round(quantile(late, 0.99), 1)} ms (aim 60)`,
  );
  return { p50: median(late), p99: quantile(late, 0.99) };
}

/** The naive pipeline and the service by turns, at 1 payload a note: how many times as fast the service is. */
async function compareNaive(pattern) {
  console.log(`\nA naive pipeline, ${pattern.name}: ${pattern.count} payloads, ${REPETITIONS} times`);
  const ratios = [];
  for (let i = 0; i < REPETITIONS; i++) {
    const naive = await runService(pattern, naively);
    const service = await runService(pattern);
    ratios.push(service.perSecond / naive.perSecond);
    console.log(`${line('naive', naive)}\n${line('service', service)}   ratio ${round(ratios.at(-1), 2)}`);
  }
  const ratio = median(ratios);
  const word = ratio >= NAIVE_FLOOR ? 'above the floor' : 'BELOW THE FLOOR';
  console.log(`  ratio: median ${round(ratio, 2)}; floor ${NAIVE_FLOOR}: ${word}`);
  return ratio;
}

/** Sessions of 45 actions: notes, two summaries each, redactions. */
async function measureSummaries() {
  const pattern = { count: 1500, perSession: 15, abreast: 10, settleMs: 3000 };
  const inBursts = async (service, events) => {
    for (let i = 0; i < events.length; i += 50) {
      await service.send(events.slice(i, i + 50));
      await wait(i % 500 === 450 ? 0 : 400);
    }
  };
  const run = await runService(pattern, sidenote, inBursts);
  console.log('\nWith summaries and redactions (a summary per 30 actions, two notes redacted for each)');
  console.log(line('service', run));
}

console.log(`Reading a frame takes ${round(readingCost())} µs (not in the figures below)`);
const [five, one] = [await comparePattern(PATTERNS[0]), await comparePattern(PATTERNS[1])];
const naive = await compareNaive(PATTERNS[1]);
const lateness = await measureLatency();
await measureSummaries();
await redis.clear();
const unlinked = await measureUnlinked({ redis, start: sidenote, feed, visits: quick ? 2_000 : 10_000 });
other.stop();
redis.close();

const cost = split(five, one);
console.log(
  `\nSessions without a conversation: ${round(unlinked.calls, 1)} Redis calls and ${round(unlinked.redis_us)} µs of Redis per payload, ` +
    `${round(unlinked.bytes_per_visit)} bytes of Redis per visit of 5 payloads`,
);
console.log(`\nRedis calls: ${round(cost.payload, 1)} per payload and ${round(cost.note, 1)} per note`);
let exceeded = false;
for (const [perNote, { calls, scripts }] of [
  [5, five],
  [1, one],
]) {
  const limits = LIMITS[perNote];
  exceeded ||= calls > limits.calls || scripts > limits.scripts;
  console.log(
    `At ${perNote} payload(s) a note: ${round(calls, 1)} Redis calls (limit ${limits.calls}), ` +
      `${round(scripts, 2)} script calls (limit ${limits.scripts}) per payload`,
  );
}
const total = (what) =>
  [five, one].reduce((sum, { runs }) => sum + runs.reduce((n, run) => n + run.service[what], 0), 0);
const [lost, doubled] = [total('lost'), total('doubled')];
if (jsonFile) {
  const { calls, redis_us, bytes_per_visit } = unlinked;
  const figures = {
    ...{ ratio5: five.ratio, ratio1: one.ratio, calls5: five.calls, calls1: one.calls },
    ...{ scripts5: five.scripts, scripts1: one.scripts, naive },
    ...{ unlinked: { calls, redis_us, bytes_per_visit }, lateness, lost, doubled },
  };
  writeFileSync(jsonFile, `${JSON.stringify(figures, null, 2)}\n`);
}
if (exceeded) console.error('A limit is exceeded.');
if (five.bad || one.bad) console.error('Actions were lost or doubled.');
process.exitCode = exceeded || five.bad || one.bad ? 1 : 0;
