import type { Response } from 'express';
import { eventText } from '../http/event-stream';

const QUEUE = 256;

/** One reader of the stream. A reader that does not keep up has 256 events of patience, then it loses what comes. */
class Subscriber {
  private readonly queue: string[] = [];
  private blocked = false;
  stalled = false;
  lost = 0;

  constructor(readonly res: Response) {
    res.on('drain', () => this.drain());
  }

  offer(text: string): void {
    if (this.stalled || (this.blocked && this.queue.length >= QUEUE)) {
      this.lost += 1;
      return;
    }
    if (this.blocked) this.queue.push(text);
    else this.blocked = !this.res.write(text);
  }

  private drain(): void {
    this.blocked = false;
    while (!this.blocked && this.queue.length > 0) this.blocked = !this.res.write(this.queue.shift());
  }
}

/** Fans every event out to every reader; nothing is kept for those who are not connected. */
export class Subscribers {
  private readonly all = new Set<Subscriber>();
  private readonly waiting = new Set<() => void>();
  private lostByGone = 0;
  sent = 0;

  constructor(private readonly changed: (subscribers: number) => void) {}

  get count(): number {
    return this.all.size;
  }

  get lost(): number {
    return [...this.all].reduce((sum, one) => sum + one.lost, this.lostByGone);
  }

  join(res: Response): void {
    const subscriber = new Subscriber(res);
    this.all.add(subscriber);
    this.changed(this.count);
    for (const done of this.waiting) done();
    res.on('close', () => this.leave(subscriber));
  }

  /** Resolves with true once there is a reader, with false when `signal` aborts before. */
  async someone(signal: AbortSignal): Promise<boolean> {
    while (this.count === 0 && !signal.aborted) await this.joined(signal);
    return !signal.aborted;
  }

  /** Resolves when the next reader comes, or when `signal` aborts. */
  joined(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  /** `data` is sent as it is, JSON or not. Returns how many readers there were. */
  publish(data: string): number {
    this.sent += 1;
    for (const subscriber of this.all) subscriber.offer(eventText(data));
    return this.count;
  }

  beat(): void {
    for (const subscriber of this.all) subscriber.offer(eventText('', 'heartbeat'));
  }

  /** Closes every connection as a connector that dies does: in the middle of the body. From then on nobody is there. */
  cut(): void {
    for (const subscriber of [...this.all]) {
      subscriber.res.socket?.destroy();
      this.leave(subscriber);
    }
  }

  /** Says nothing more on the connections of now, and leaves them open; new connections are well. */
  stall(): void {
    for (const subscriber of this.all) subscriber.stalled = true;
  }

  end(): void {
    for (const { res } of this.all) res.end();
  }

  private leave(subscriber: Subscriber): void {
    if (!this.all.delete(subscriber)) return;
    this.lostByGone += subscriber.lost;
    this.changed(this.count);
  }
}
