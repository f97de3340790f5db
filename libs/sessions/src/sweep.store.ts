import { Injectable } from '@nestjs/common';
import { pairs } from './script.answers';
import { SessionConnection } from './session.connection';
import type { Effects, OpenedFlush, OverdueFlush } from './session.types';

/** What a killed process left between two steps, and what has come to its end. */
@Injectable()
export class SweepStore {
  private readonly run: SessionConnection['run'];

  constructor({ run }: SessionConnection) {
    this.run = run;
  }

  /** Sessions with an outbox of version 0.1.0. */
  sweepOutboxes = async (): Promise<string[]> => (await this.run('sweepOutboxes')) as string[];

  /** Opens what is held back no more. */
  sweepHeld = async (): Promise<OpenedFlush[]> => pairs((await this.run('sweepHeld')) as unknown[]);

  /** Sessions with an open generation that are overdue, as many as there are. */
  async *sweepDue(): AsyncGenerator<OverdueFlush[]> {
    for (let skip = 0; skip >= 0;) {
      const [next, ...rows] = (await this.run('sweepDue', skip)) as [number, ...[string, number, string, number][]];
      yield rows.map(([sessionKey, generation, eventId, overdueMs]) => ({
        sessionKey,
        generation,
        eventId,
        overdueMs,
      }));
      skip = next;
    }
  }

  /** Opens the next generation in place of this one. 0: another is current. */
  reopen = async (sessionKey: string, generation: number): Promise<number> =>
    Number(await this.run('reopen', sessionKey, generation));

  async sweepEffects(): Promise<Effects[]> {
    const rows = (await this.run('sweepEffects')) as [string, string, number, string[], string[]][];
    return rows.map(([sessionKey, conversationId, summary, redact, bury]) => ({
      sessionKey,
      conversationId,
      summary: summary < 0 ? null : summary,
      redact,
      bury,
    }));
  }

  sweepNames = async (): Promise<void> => void (await this.run('sweepNames'));

  /** Dead letters whose time is over, and how many actions were lost with each. */
  async sweepDead(): Promise<{ ref: string; actions: number }[]> {
    const flat = (await this.run('sweepDead')) as (string | number)[];
    return flat.flatMap((ref, i) => (i % 2 === 0 ? [{ ref: String(ref), actions: Number(flat[i + 1]) }] : []));
  }
}
