import type { StoredAction } from '@app/sessions';
import { isOfError, SIGNAL_CONTEXT, signalsOf, SILENCE_S } from '@app/signals';

/**
 * Signs of trouble that do not wait for quiet: the first in `everyMs`, and the first error, whatever lesser signs came before it; 0: never.
 * Times are Unix ms.
 */
export class Hurry {
  private last = -Infinity;
  private lastError = -Infinity;
  private silentAt = Infinity;

  constructor(private readonly everyMs: number) {}

  /** A batch of `fresh` actions has come. `posted`: the last actions before what waits. True: post it now. */
  look(at: number, posted: readonly StoredAction[], waiting: readonly StoredAction[], fresh: number): boolean {
    if (this.everyMs === 0) return false;
    const all = [...posted, ...waiting];
    const sawError = signalsOf(all.slice(-SIGNAL_CONTEXT)).some(({ kind }) => kind === 'error');
    this.silentAt = sawError ? at + SILENCE_S * 1000 : Infinity;
    const signals = signalsOf(all, { since: all.length - fresh });
    return signals.length > 0 && this.take(at, signals.some(isOfError));
  }

  /** Whether nothing more has come for so long after an error that what still waits is posted before `until`; when. */
  silenceBefore(until: number): number | null {
    const at = this.silentAt;
    return at < until && this.take(at, false) ? at : null;
  }

  private take(at: number, isError: boolean): boolean {
    const isFirstError = isError && at - this.lastError >= this.everyMs;
    if (!isFirstError && at - this.last < this.everyMs) return false;
    this.last = at;
    if (isFirstError) this.lastError = at;
    return true;
  }
}
