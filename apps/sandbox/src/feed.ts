import { EventEmitter } from 'node:events';

/** What `GET /control/events` tells the page and the tests; the name is the SSE event, the rest its JSON. */
export interface FeedEvents {
  /** A conversation came into being or changed its state; without its parts. */
  conversation: { conversation: Record<string, unknown> };
  /** `part` is new in the conversation. */
  part: { conversationId: string; part: Record<string, unknown> };
  /** `part` is a tombstone now. */
  redaction: { conversationId: string; part: Record<string, unknown> };
  removed: { conversationId: string };
  call: { operation: string; status: number; conversationId: string | null; at: number };
  completion: { at: number; actions: number; status: number };
  webhook: { id: string | null; topic: string; status: number | null; attempts: number; conversationId: string | null };
  stream: { subscribers: number; sent: number };
  frame: { sessionId: string | null; who: string | null; titles: string[] };
  reset: Record<string, never>;
  /** The service beside this sandbox has another preset, or is being restarted. */
  service: { preset: string | null; steady: boolean };
}

export type FeedEvent = { [Name in keyof FeedEvents]: { name: Name; data: FeedEvents[Name] } }[keyof FeedEvents];

const ACTIVITY: ReadonlySet<string> = new Set(['call', 'completion', 'webhook', 'frame']);
const KEPT = 60;

/** One sandbox's own news. Who joins late asks for `/control/state` first; of what went on lately only a little is kept. */
export class Feed {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  /** The last 60 calls, completions, webhooks and frames, newest first; `at` in Unix seconds. */
  recent: (FeedEvent & { at: number })[] = [];

  tell<Name extends keyof FeedEvents>(name: Name, data: FeedEvents[Name]): void {
    this.emitter.emit('event', { name, data });
    if (name === 'reset') this.recent = [];
    if (!ACTIVITY.has(name)) return;
    this.recent.unshift({ name, data, at: Date.now() / 1000 } as FeedEvent & { at: number });
    this.recent.length = Math.min(this.recent.length, KEPT);
  }

  /** Returns the function that ends the subscription. */
  listen(listener: (event: FeedEvent) => void): () => void {
    this.emitter.on('event', listener);
    return () => void this.emitter.off('event', listener);
  }
}
