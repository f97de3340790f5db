import type { Feed } from '../feed';
import type { Push } from './push';
import type { Subscribers } from './subscribers';

/** Sends frames to everybody who gets them: the readers of the stream and, where it is set up, the push URL. */
export class Connector {
  constructor(
    private readonly subscribers: Subscribers,
    private readonly push: Push,
    private readonly feed: Feed,
  ) {}

  /** `frame` is any JSON: tests send broken ones too. Returns the number of readers. */
  send(frame: unknown): number {
    const readers = this.subscribers.publish(JSON.stringify(frame));
    if (isObject(frame)) {
      void this.push.send(frame);
      this.feed.tell('frame', describe(frame));
    }
    return readers;
  }

  /** A line that need not be JSON. */
  sendRaw(data: string): number {
    return this.subscribers.publish(data);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(frame: Record<string, unknown>) {
  const actions = Array.isArray(frame['actions']) ? frame['actions'].filter(isObject) : [];
  return {
    sessionId: typeof frame['session_id'] === 'string' ? frame['session_id'] : null,
    who: typeof frame['email'] === 'string' ? frame['email'] : null,
    titles: actions.slice(0, 5).map((action) => String(action['description'] ?? action['title'] ?? '').slice(0, 160)),
  };
}
