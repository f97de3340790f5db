/** The third figure: visits without a conversation, which most of a stream is. Nobody asks, so nothing is posted; what does each cost? */
import { setTimeout as wait } from 'node:timers/promises';
import { payloads } from './payloads.mjs';

const PAYLOADS_A_VISIT = 5;

/** @returns Redis calls and µs of Redis for each payload, and bytes of Redis that a visit holds until it is forgotten. */
export async function measureUnlinked({ redis, start, feed, visits }) {
  const service = await start();
  const pattern = { count: visits * PAYLOADS_A_VISIT, perSession: PAYLOADS_A_VISIT, abreast: 100, known: true };
  const settled = async (events) => {
    await feed(service, events);
    while ((await service.jobsLeft()) > 0) await wait(20);
  };
  await settled(payloads({ ...pattern, count: 1_000, run: 'unlinked-warm' }));
  const events = payloads({ ...pattern, run: 'unlinked' });
  const before = await redis.usedBytes();
  const counted = await redis.count();
  await settled(events);
  const { calls, scripts, cpuMs } = await counted();
  const bytes = (await redis.usedBytes()) - before;
  await service.stop();
  return {
    calls: calls / events.length,
    scripts: scripts / events.length,
    redis_us: (cpuMs * 1000) / events.length,
    bytes_per_visit: bytes / visits,
  };
}
