import { setTimeout as sleep } from 'node:timers/promises';
import { DeskError } from './desk.error';
import type { Asking } from './last-word';
import type { CallClass } from './gate.types';
import type { RateGate } from './rate-gate';

export type WaitedTurn =
  /** `askedAt`: of a turn with a last word. */
  | { ok: true; probe: boolean; askedAt?: number }
  /** Longer than the caller may wait in process, or paused: come again in `deferMs`. */
  | { ok: false; deferMs: number; reason: 'window' | 'banned' | 'paused' }
  | { ok: false; reason: 'no_word' };

/**
 * Waits for a turn, at most `maxWaitMs` in all. Call directly afterwards: a turn is of the moment at which it was asked for, `askedAt` by
 * `performance.now()`.
 * @throws DeskError, `unsent` and ours, when `signal` aborts; what Redis throws.
 */
export async function waitForTurn(
  gate: Pick<RateGate, 'take'>,
  cls: CallClass,
  { signal, maxWaitMs, last }: { signal?: AbortSignal; maxWaitMs: number; last?: Asking },
): Promise<WaitedTurn> {
  const deadline = Date.now() + maxWaitMs;
  for (;;) {
    if (signal?.aborted) throw stopped();
    const askedAt = performance.now();
    const turn = await (last ? gate.take(cls, last) : gate.take(cls));
    if (turn.ok) return last ? { ...turn, askedAt } : turn;
    if (turn.reason === 'no_word') return turn;
    if (turn.reason === 'paused' || Date.now() + turn.waitMs > deadline)
      return { ok: false, deferMs: turn.waitMs, reason: turn.reason };
    await sleep(turn.waitMs, undefined, { signal }).catch(() => {
      throw stopped();
    });
  }
}

const stopped = () =>
  new DeskError('stopped while waiting for a turn', { failure: { is: 'unsent', ours: true }, reason: 'NOT_SENT' });
