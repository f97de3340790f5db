import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { newRef } from '@app/notes';
import type { FlushJob } from '@app/queues';
import { FlushStore } from '@app/sessions';
import { NoteDelivery } from './note.delivery';
import { Postponed, type Handler, type HandlerContext } from './worker.fleet';

/** Waits up to this long stay in the process; longer ones give the slot back. */
const WAIT_IN_JOB_MS = 5_000;

/** The one writer of a session's conversation, as a job of its own or in that of a payload. Waits for quiet, posts note after note until nothing waits. */
@Injectable()
export class FlushHandler implements Handler<FlushJob> {
  constructor(
    private readonly notes: FlushStore,
    private readonly delivery: NoteDelivery,
  ) {}

  async handle({ sessionKey, generation, quietMs = 0 }: FlushJob, context: HandlerContext): Promise<void> {
    const { stopping, abort, addedAt } = context;
    const run = { sessionKey, owner: randomUUID().slice(0, 13), stopping, abort };
    // Clocks may differ: never longer than the quiet itself.
    const quietFor = Math.min(quietMs, quietMs - (Date.now() - addedAt));
    if (quietFor > WAIT_IN_JOB_MS) throw new Postponed(quietFor);
    if (quietFor > 0) await this.rest(quietFor, stopping);
    for (;;) {
      if (stopping.aborted) throw new Postponed(0);
      const step = await this.notes.begin(sessionKey, generation, run.owner, newRef());
      if (step.do === 'stop') return;
      const next = step.do === 'wait' ? { laterMs: step.ms } : await this.delivery.deliver(step, run);
      if (next === 'stop') return;
      if (next === 'again') continue;
      if (next.laterMs > WAIT_IN_JOB_MS) throw new Postponed(next.laterMs);
      await this.rest(next.laterMs, stopping);
    }
  }

  private async rest(ms: number, stopping: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal: stopping }).catch(() => {
      throw new Postponed(0);
    });
  }
}
