/** The second measure: what one would write first, with the same payloads, on the same Redis, to the same Intercom. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Queue } from 'bullmq';
import { lib } from './built.mjs';
import { ADMIN_ID } from './other-side.mjs';

const { QUEUES } = lib('queues');
const PREFIX = 'naive';

export class NaivePipeline {
  static async start(redisUrl, intercomUrl, debounceMs) {
    const naive = new NaivePipeline();
    const { concurrency } = QUEUES.sessionActions;
    const args = [redisUrl, PREFIX, concurrency, debounceMs, intercomUrl, ADMIN_ID].map(String);
    naive.child = fork(new URL('naive-worker.mjs', import.meta.url), args);
    await once(naive.child, 'message');
    naive.queue = new Queue('payloads', {
      connection: { url: redisUrl, maxRetriesPerRequest: null },
      prefix: PREFIX,
      streams: { events: { maxLen: 1000 } },
    });
    await naive.queue.waitUntilReady();
    return naive;
  }

  /** Nothing is linked: each payload says which conversation is its own. */
  async link() {}

  async send(events) {
    await Promise.all(
      events.map(({ eventId, sessionId, forwardedAt, actions }) =>
        this.queue.add(
          'payload',
          { sessionKey: sessionId, conversationId: `c-${sessionId}`, eventId, forwardedAt, payload: { actions } },
          { removeOnComplete: true, jobId: `e-${eventId}` },
        ),
      ),
    );
  }

  /** CPU time of the worker so far, ms. */
  async cpuMs() {
    this.child.send('cpu');
    const [{ cpuMs }] = await once(this.child, 'message');
    return cpuMs;
  }

  async stop() {
    this.child.disconnect();
    await once(this.child, 'exit');
    await this.queue.close();
  }
}
