/** A child process that takes jobs from a queue and does nothing with them; tells its parent how many, every 5 ms. */
import { Worker } from 'bullmq';

const [url, queue, prefix, concurrency] = process.argv.slice(2);
let done = 0;
let told = 0;
const worker = new Worker(queue, async () => void done++, {
  connection: { url, maxRetriesPerRequest: null },
  prefix,
  concurrency: Number(concurrency),
});
await worker.waitUntilReady();
setInterval(() => {
  if (done !== told) process.send((told = done));
}, 5);
process.on('disconnect', () => process.exit(0));
process.send(0);
