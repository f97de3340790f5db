import type { StoredAction } from '@app/sessions';
import { SIGNAL_CONTEXT, signalsOf, SILENCE_S } from '@app/signals';

/** Signs of trouble that do not wait for quiet: at most one in `everyMs`, the first; 0: never. Times are Unix ms. */
export class Hurry {
  private last = -Infinity;
  private silentAt = Infinity;

  constructor(private readonly everyMs: number) {}

  /** A batch of `fresh` actions has come. `posted`: what the session did before what waits. True: post it now. */
  look(at: number, posted: readonly StoredAction[], waiting: readonly StoredAction[], fresh: number): boolean {
    if (this.everyMs === 0) return false;
    const all = [...posted.slice(-SIGNAL_CONTEXT), ...waiting];
    const sawError = signalsOf(all.slice(-SIGNAL_CONTEXT)).some(({ kind }) => kind === 'error');
    this.silentAt = sawError ? at + SILENCE_S * 1000 : Infinity;
    return signalsOf(all, { since: all.length - fresh }).length > 0 && this.take(at);
  }

  /** Whether nothing more has come for so long after an error that what still waits is posted before `until`; when. */
  silenceBefore(until: number): number | null {
    const at = this.silentAt;
    return at < until && this.take(at) ? at : null;
  }

  private take(at: number): boolean {
    if (at - this.last < this.everyMs) return false;
    this.last = at;
    return true;
  }
}
