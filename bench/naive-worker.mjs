/**
 * A child process that works as the tutorial's idea reads in BullMQ: a job per payload puts its actions into a list and sets off a delayed
 * job per session, which posts the list as a note. No guarantees: what fails or is killed is lost. Counts nothing but what Intercom gets.
 */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const [url, prefix, concurrency, debounceMs, intercomUrl, adminId] = process.argv.slice(2);
const connection = { url, maxRetriesPerRequest: null };
const redis = new Redis(url, { maxRetriesPerRequest: null, enableAutoPipelining: true });
const notes = new Queue('notes', { connection, prefix, streams: { events: { maxLen: 1000 } } });

async function buffer({ data }) {
  const { sessionKey, conversationId, payload } = data;
  await redis.rpush(`${prefix}:b:${sessionKey}`, ...payload.actions.map(({ text }) => text));
  const deduplication = { id: sessionKey, ttl: Number(debounceMs) };
  await notes.add(
    'note',
    { sessionKey, conversationId },
    { delay: Number(debounceMs), deduplication, removeOnComplete: true },
  );
}

async function post({ data: { sessionKey, conversationId } }) {
  const key = `${prefix}:b:${sessionKey}`;
  const [[, texts]] = await redis.multi().lrange(key, 0, -1).del(key).exec();
  if (texts.length === 0) return;
  const body = `<p>${texts.join('<br>')}</p>`;
  const answer = await fetch(`${intercomUrl}/conversations/${conversationId}/reply`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
    body: JSON.stringify({ message_type: 'note', type: 'admin', admin_id: adminId, body }),
  });
  await answer.text();
}

const options = { connection, prefix, concurrency: Number(concurrency) };
const workers = [new Worker('payloads', buffer, options), new Worker('notes', post, options)];
await Promise.all(workers.map((worker) => worker.waitUntilReady()));
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
process.on('message', () => process.send({ cpuMs: cpuMs() }));
process.on('disconnect', () => process.exit(0));
process.send({ cpuMs: cpuMs() });
