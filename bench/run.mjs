/**
 * `npm run bench [-- --quick]`: the built service against a BullMQ queue that does nothing, with the same payloads on the same Redis.
 * `npm run bench -- inbox`: how busy the thread is for an agent, by preset (bench/inbox/run.mjs).
 * `npm run bench -- outage`: what an outage of Intercom costs, and how soon it is over (bench/outage.mjs).
 * `npm run bench -- visitor`: what one visitor who never rests costs (bench/visitor.mjs).
 * `npm run bench -- doors`: how long a webhook waits beside an attacker (bench/doors.mjs).
 * `npm run bench -- panel`: how long the panel takes while payloads flow (bench/panel.mjs).
 * Sets up, starts a Redis of its own (AOF on, as in production), and measures. Ends with 1 when a deterministic limit is exceeded.
 */
import { onStop, startChild } from '../scripts/child.mjs';
import { getRedis } from '../scripts/redis.mjs';
import { fail, ROOT, setUp } from '../scripts/setup.mjs';

let redis;
let running;
async function leave(code) {
  await running?.stop();
  await redis?.stop();
  process.exit(code);
}
onStop(() => void leave(130));

try {
  const { node, env } = await setUp();
  // Never a Redis that others use: what is counted here is all that it does.
  delete process.env.REDIS_URL;
  redis = await getRedis();
  const words = process.argv.slice(2);
  const what = ['inbox', 'outage', 'visitor', 'doors', 'panel'].includes(words[0]) ? words[0] : 'measure';
  const script = what === 'inbox' ? 'bench/inbox/run.mjs' : `bench/${what}.mjs`;
  running = startChild(node, [script, ...words], {
    cwd: ROOT,
    env: { ...env, REDIS_URL: redis.url },
  });
  await leave(await running.exited);
} catch (error) {
  await redis?.stop();
  fail(error);
}
