import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { parseFrame, type Admission, type SessionEvent, type SummaryEvent } from '@app/admission';
import { type Mask, maskBeginning } from '@app/masks';
import type { FrameBuffer } from './frame.buffer';
import { SparseLog } from './sparse.log';
import type { StreamStats } from './stream.stats';

type Event = SessionEvent | SummaryEvent;

/** One batch: enough to make a round trip to Redis worth it, little enough not to hold up the connection while it is parsed. */
const BATCH_FRAMES = 100;
const BATCH_CHARACTERS = 512 * 1024;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 2000;
/** An event that Redis refuses so often by itself, while it takes others, would block the stream for ever. */
const TRIES_ALONE = 5;
const EXCERPT = 200;

/**
 * Takes frames from the buffer into Redis, in order, one batch at a time. A batch is kept and tried again until it is durable there,
 * however long Redis is away; only an event that Redis refuses for what it is gets dropped, counted.
 */
export class AdmissionPump {
  private readonly logger = new Logger('Stream');
  private readonly sparse = new SparseLog();
  private readonly givenUp = new AbortController();
  private running: Promise<void> | undefined;
  private active = false;
  private inHand = 0;

  constructor(
    private readonly buffer: FrameBuffer,
    private readonly admission: Pick<Admission, 'admit'>,
    private readonly productId: string,
    private readonly stats: StreamStats,
    private readonly mask: Mask,
  ) {}

  /** To be called after each frame that was put into the buffer; never waits, never throws. */
  wake(): void {
    if (this.active) return;
    this.active = true;
    this.running = this.run();
  }

  /** Waits until all that was read is in Redis, at most `ms`; then gives up. @returns frames that were lost. */
  async drain(ms: number): Promise<number> {
    const timer = setTimeout(() => this.givenUp.abort(), ms);
    const gaveUp = new Promise<void>((resolve) => this.givenUp.signal.addEventListener('abort', () => resolve()));
    if (this.buffer.size > 0) this.wake();
    await Promise.race([this.running, gaveUp]);
    clearTimeout(timer);
    this.givenUp.abort();
    return this.inHand + this.buffer.size;
  }

  private async run(): Promise<void> {
    try {
      while (this.buffer.size > 0 && !this.givenUp.signal.aborted) {
        const frames = this.buffer.take(BATCH_FRAMES, BATCH_CHARACTERS);
        this.inHand = frames.length;
        await this.admitAll(frames.map((raw) => this.eventOf(raw)).filter((event) => event !== null));
        if (this.givenUp.signal.aborted) return;
        this.inHand = 0;
        await nextTurn();
      }
    } finally {
      // In the same turn as the last look into the buffer: no frame can come between and find nobody to wake.
      this.active = false;
    }
  }

  private async admitAll(events: Event[]): Promise<void> {
    let wait = FIRST_WAIT_MS;
    for (let failures = 0; events.length > 0 && !this.givenUp.signal.aborted; failures++) {
      try {
        await this.admission.admit(events);
        return;
      } catch (error) {
        if (refusedForGood(error)) {
          if (events.length > 1) return this.admitEach(events);
          if (failures + 1 >= TRIES_ALONE) return this.reject(error);
        }
        this.sparse.say('away', () => this.logger.warn(`not admitted yet, trying again: ${nameOf(error)}`));
        await this.pause(wait);
        wait = Math.min(LONGEST_WAIT_MS, wait * 2);
      }
    }
  }

  private async admitEach(events: Event[]): Promise<void> {
    for (const event of events) await this.admitAll([event]);
  }

  private reject(error: unknown): void {
    this.stats.rejected++;
    this.logger.error(`an event was dropped, Redis refused it ${TRIES_ALONE} times: ${nameOf(error)}`);
  }

  private async pause(ms: number): Promise<void> {
    const { signal } = this.givenUp;
    await sleep(ms, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  private excerpt(raw: string): string {
    return maskBeginning(raw, EXCERPT, (part) => this.mask.text(part)).slice(0, EXCERPT);
  }

  private eventOf(raw: string): Event | null {
    const frame = parseFrame(raw, this.productId, this.mask);
    const { droppedElements, droppedActions, excessActions, countMismatch } = frame.counts;
    this.stats.byKind[frame.kind]++;
    this.stats.droppedActions += droppedElements + droppedActions;
    this.stats.excessActions += excessActions;
    if (countMismatch) {
      this.sparse.say('count', (n) => this.logger.warn(`count differs from the number of actions in ${n} payload(s)`));
    }
    if (frame.kind === 'actions' || frame.kind === 'summary') return frame;
    if (frame.kind === 'anonymous') this.stats.anonymousActions += frame.actions;
    if (frame.kind === 'malformed') {
      this.sparse.say('malformed', (n) => this.logger.warn(`${n} malformed frame(s), the last one: ${frame.reason}`));
      this.logger.debug(`malformed: ${JSON.stringify(this.excerpt(raw))}`);
    }
    return null;
  }
}

/** Answers of Redis that pass by themselves. */
const PASSING =
  /^(LOADING|READONLY|OOM|MISCONF|NOAUTH|NOPERM|WRONGPASS|CLUSTERDOWN|MASTERDOWN|BUSY|TRYAGAIN|NOREPLICAS|UNBLOCKED)\b/;

/** Whether the event itself seems to be the reason: an answer of Redis that does not pass, or an error of our own code. */
function refusedForGood(error: unknown): boolean {
  const { name, message } = (error ?? {}) as Partial<Error>;
  if (name === 'ReplyError') return !PASSING.test(message ?? '');
  return name === 'TypeError' || name === 'RangeError';
}

/** Redis quotes what it was sent in some of its messages, so only their first word and the error's name are said. */
function nameOf(error: unknown): string {
  const { name, message } = (error ?? {}) as Partial<Error>;
  return `${name ?? 'Error'} ${/^[A-Z]{2,}\b/.exec(message ?? '')?.[0] ?? ''}`.trim();
}
