/**
 * `npm run bench -- outage [--seconds 60]`: Intercom answers nothing but 503 for a while.
 *
 * With 40 and with 200 active sessions: how many calls are made meanwhile, and how soon after the recovery everything is posted. With 20,000
 * sessions that wait: how much of a core the writer and Redis take. Ends with 1 when something was lost or doubled, when the 40 took longer
 * than 15 s, or when the writer that has nothing to do takes a tenth of a core. The machine must be quiet: it is about time.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { quantile, round } from './figures.mjs';
import { OtherSide } from './other-side.mjs';
import { ACTIONS_PER_PAYLOAD, payloads } from './payloads.mjs';
import { RedisStats } from './redis-stats.mjs';
import { Service } from './service.mjs';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'outage'),
  options: { seconds: { type: 'string', default: '60' } },
});
const OUTAGE_MS = Number(values.seconds) * 1000;
const ACTIVE = { count: [40, 200], everyMs: 5_000 };
const IDLE = { count: 20_000, abreast: 1_000, settleMs: 30_000, lookMs: 30_000 };
const LIMITS = { recoveryMs: 15_000, cores: 0.1 };

const redis = new RedisStats(process.env.REDIS_URL);
const other = await OtherSide.start();
let failed = false;
const judge = (ok, words) => {
  failed ||= !ok;
  return `${words}: ${ok ? 'ok' : 'TOO MUCH'}`;
};

async function start() {
  await redis.clear();
  other.forget();
  return Service.start(process.env.REDIS_URL, other.url);
}

/** Each session clicks every five seconds, all through the outage. */
async function active(count) {
  const service = await start();
  const rounds = Math.max(1, Math.floor(OUTAGE_MS / ACTIVE.everyMs));
  const events = payloads({ count: count * rounds, perSession: rounds, abreast: count, run: `outage-${count}` });
  await service.link(events);
  other.breakDown();
  const from = Date.now();
  const callsBefore = other.calls;
  for (let i = 0; i < rounds; i++) {
    await service.send(events.slice(i * count, (i + 1) * count));
    await wait(Math.max(0, from + (i + 1) * ACTIVE.everyMs - Date.now()));
  }
  const calls = other.calls - callsBefore;
  const repaired = performance.timeOrigin + performance.now();
  other.repair();
  await other.received(events.length * ACTIONS_PER_PAYLOAD);
  const late = other.notes.map(([, , , answered]) => answered - repaired).sort((a, b) => a - b);
  const lost = events.length * ACTIONS_PER_PAYLOAD - other.seen.size;
  const last = late.at(-1) ?? Infinity;
  console.log(`\n${count} sessions that go on clicking, ${round(OUTAGE_MS / 1000)} s of 503`);
  console.log(`  ${calls} calls meanwhile; ${other.notes.length} notes, lost ${lost}, doubled ${other.doubled}`);
  const [first, half] = [late[0] ?? NaN, quantile(late, 0.5)];
  const times = `  after the recovery: first ${round(first / 1000, 1)} s, half ${round(half / 1000, 1)} s, last ${round(last / 1000, 1)} s`;
  console.log(
    judge(lost === 0 && other.doubled === 0 && (count > 40 || OUTAGE_MS > 60_000 || last <= LIMITS.recoveryMs), times),
  );
  await service.stop();
}

/** Each session has one payload that waits for Intercom. */
async function idle({ count, abreast, settleMs, lookMs }) {
  const service = await start();
  const events = payloads({ count, perSession: 1, abreast, run: 'paused' });
  await service.link(events);
  other.breakDown();
  for (let i = 0; i < count; i += 100) await service.send(events.slice(i, i + 100));
  while ((await service.jobsLeft()) > 0) await wait(100);
  await wait(settleMs);
  const [counted, cpu, from, callsBefore] = [
    await redis.count(),
    await service.cpuMs(),
    performance.now(),
    other.calls,
  ];
  await wait(lookMs);
  const ms = performance.now() - from;
  const writer = ((await service.cpuMs()) - cpu) / ms;
  const { cpuMs, calls } = await counted();
  console.log(`\n${count} sessions that wait for Intercom, looked at for ${round(ms / 1000)} s`);
  const perSecond = (n) => round((n * 1000) / ms, 1);
  console.log(
    `  Redis ${round((cpuMs / ms) * 100, 1)} % of a core, ${perSecond(calls)} calls a second; Intercom ${perSecond(other.calls - callsBefore)} calls a second`,
  );
  console.log(
    judge(
      writer < LIMITS.cores,
      `  the writer takes ${round(writer * 100, 1)} % of a core (limit ${LIMITS.cores * 100} %)`,
    ),
  );
  const repaired = Date.now();
  other.repair();
  await other.received(count * ACTIONS_PER_PAYLOAD);
  const lost = count * ACTIONS_PER_PAYLOAD - other.seen.size;
  const words = `  after the recovery all is posted within ${round((Date.now() - repaired) / 1000, 1)} s, lost ${lost}, doubled ${other.doubled}`;
  console.log(judge(lost === 0 && other.doubled === 0, words));
  await service.stop();
}

for (const count of ACTIVE.count) await active(count);
await idle(IDLE);
other.stop();
redis.close();
process.exitCode = failed ? 1 : 0;
