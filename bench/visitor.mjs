/**
 * `npm run bench -- visitor [--seconds 30]`: one linked visitor clicks five times a second, with the defaults. How many calls of Intercom
 * does that cost a second? Ends with 1 where it is more than three, or something is lost or doubled.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { round } from './figures.mjs';
import { OtherSide } from './other-side.mjs';
import { ACTIONS_PER_PAYLOAD, payloads } from './payloads.mjs';
import { RedisStats } from './redis-stats.mjs';
import { Service } from './service.mjs';

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'visitor'),
  options: { seconds: { type: 'string', default: '30' } },
});
const PER_SECOND = 5;
const MOST_CALLS_PER_SECOND = 3;

const redis = new RedisStats(process.env.REDIS_URL);
const other = await OtherSide.start();
const service = await Service.start(process.env.REDIS_URL, other.url);
const count = Number(values.seconds) * PER_SECOND;
const events = payloads({ count, perSession: count, abreast: 1, run: 'visitor' });
await service.link(events);
const from = Date.now();
for (const [i, event] of events.entries()) {
  await service.send([event]);
  await wait(Math.max(0, from + ((i + 1) * 1000) / PER_SECOND - Date.now()));
}
await other.received(count * ACTIONS_PER_PAYLOAD);
const seconds = (Date.now() - from) / 1000;
const rate = other.calls / seconds;
const lost = count * ACTIONS_PER_PAYLOAD - other.seen.size;
console.log(
  `One visitor, ${PER_SECOND} payloads a second for ${values.seconds} s: ${other.calls} calls of Intercom and the LLM, ` +
    `${round(rate, 2)} a second (limit ${MOST_CALLS_PER_SECOND}); ${other.notes.length} notes, lost ${lost}, doubled ${other.doubled}`,
);
await service.stop();
other.stop();
redis.close();
process.exitCode = rate <= MOST_CALLS_PER_SECOND && lost === 0 && other.doubled === 0 ? 0 : 1;
