/** The measure: the same jobs through a queue of the same kind, to a worker that does nothing. Nothing is kept, retried or promised. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Queue } from 'bullmq';
import { lib } from './built.mjs';

const { QUEUES } = lib('queues');
const NAME = 'noop';
const PREFIX = 'noop';

export class NoopPipeline {
  done = 0;
  workerCpu = 0;

  static async start(redisUrl) {
    const noop = new NoopPipeline();
    const { concurrency } = QUEUES.sessionActions;
    const args = [redisUrl, NAME, PREFIX, String(concurrency)];
    noop.child = fork(new URL('noop-worker.mjs', import.meta.url), args);
    noop.queue = new Queue(NAME, {
      connection: { url: redisUrl, maxRetriesPerRequest: null },
      prefix: PREFIX,
      streams: { events: { maxLen: 1000 } },
    });
    await noop.queue.waitUntilReady();
    await once(noop.child, 'message');
    noop.child.on('message', ({ done, cpuMs }) => Object.assign(noop, { done, workerCpu: cpuMs }));
    return noop;
  }

  /** The job that admission would add for this event. */
  async send(events) {
    const options = QUEUES.sessionActions.job;
    await Promise.all(
      events.map(({ eventId, sessionId, forwardedAt, actions }) => {
        const job = { sessionKey: eventId.slice(0, 20), sessionId, eventId, forwardedAt, payload: { actions } };
        return this.queue.add('payload', job, { ...options, jobId: `e-${eventId}` });
      }),
    );
  }

  /** CPU time of the worker so far, ms. */
  cpuMs = async () => this.workerCpu;

  async stop() {
    this.child.disconnect();
    await once(this.child, 'exit');
    await this.queue.close();
  }
}
