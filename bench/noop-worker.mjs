/**
 * A child process that takes jobs from a queue and does nothing with them; tells its parent how many and its own CPU
 * time (ms), every 5 ms.
 */
import { Worker } from 'bullmq';

const [url, queue, prefix, concurrency] = process.argv.slice(2);
let done = 0;
let told = 0;
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const worker = new Worker(queue, async () => void done++, {
  connection: { url, maxRetriesPerRequest: null },
  prefix,
  concurrency: Number(concurrency),
});
await worker.waitUntilReady();
setInterval(() => {
  if (done === told) return;
  told = done;
  process.send({ done, cpuMs: cpuMs() });
}, 5);
process.on('disconnect', () => process.exit(0));
process.send({ done: 0, cpuMs: cpuMs() });
