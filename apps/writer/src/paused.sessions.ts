import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DeskBudget, DeskCalls, RateGate } from '@app/desk';
import { FlushQueue } from '@app/queues';
import { PauseStore } from '@app/sessions';

/** In times between probes: once a second by default. */
const LOOKS_PER_PROBE = 20;
/** In so many looks the whole budget of a window is given to those who waited. */
const LOOKS_PER_WINDOW = 10;

/**
 * Moves the sessions that wait because calls are paused: while they are, one of them tries now and then, or a plain read does; then all
 * of them go on, in the order in which they were stopped and as fast as the budget allows. Runs in every writer; what one does, another
 * does not do again: they share the gate's probes and a mark in Redis.
 */
@Injectable()
export class PausedSessions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('PausedSessions');
  private readonly stopping = new AbortController();
  private readonly everyMs: number;
  private readonly atOnce: number;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly gate: RateGate,
    private readonly desk: DeskCalls,
    private readonly pauses: PauseStore,
    private readonly flushes: FlushQueue,
    { probeEveryMs, limit }: DeskBudget,
  ) {
    this.everyMs = Math.max(20, Math.round(probeEveryMs / LOOKS_PER_PROBE));
    this.atOnce = Math.ceil(limit / LOOKS_PER_WINDOW);
  }

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    // With Redis away a look does not end; what it would have done is another process'.
    await Promise.race([this.running, sleep(this.everyMs)]);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.move().catch((error: Error) => this.logger.warn({ outcome: 'move_failed', reason: error.message }));
      await sleep(this.everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private async move(): Promise<void> {
    const { note, read, call, recovered } = await this.gate.moves();
    if (call) await this.probe();
    if (recovered) await this.flushes.open(await this.pauses.hasten());
    for (const [waitsFor, step] of [
      ['read', read],
      ['note', note],
    ] as const) {
      if (step === 'stay') continue;
      await this.wake(waitsFor, step === 'go' ? this.atOnce : 1);
    }
  }

  /** Of a conversation that waits, where one does: what is asked then is what will be asked when all go on. */
  private async probe(): Promise<void> {
    // A desk that can only be written to is tried with one note.
    if (!this.desk.offers('ping')) return this.wake('note', 1);
    const options = { stopping: this.stopping.signal, abort: this.stopping.signal, patienceMs: 0 };
    await this.desk.ping(await this.pauses.longestPaused(), options);
  }

  private async wake(waitsFor: 'read' | 'note', count: number): Promise<void> {
    await this.flushes.open(await this.pauses.wake(waitsFor, count, Math.round(this.everyMs * 0.9)));
  }
}
