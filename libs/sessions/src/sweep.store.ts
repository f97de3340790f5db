import { Injectable } from '@nestjs/common';
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
  sweepOutboxes = (): Promise<string[]> => this.run('sweepOutboxes');

  /** Opens what is held back no more. */
  sweepHeld = (): Promise<OpenedFlush[]> => this.run('sweepHeld');

  /** Sessions with an open generation that are overdue, as many as there are. */
  async *sweepDue(): AsyncGenerator<OverdueFlush[]> {
    for (let skip = 0; skip >= 0;) {
      const { next, due } = await this.run('sweepDue', skip);
      yield due;
      skip = next;
    }
  }

  /** Opens the next generation in place of this one. 0: another is current. */
  reopen = (sessionKey: string, generation: number): Promise<number> => this.run('reopen', sessionKey, generation);

  sweepEffects = (): Promise<Effects[]> => this.run('sweepEffects');

  sweepNames = (): Promise<void> => this.run('sweepNames');

  /** Dead letters whose time is over, and how many actions were lost with each. */
  sweepDead = (): Promise<{ ref: string; actions: number }[]> => this.run('sweepDead');
}
