import { setTimeout as sleep } from 'node:timers/promises';
import { IntercomError } from './intercom.error';
import type { CallClass, RateGate } from './rate-gate';

export type WaitedTurn =
  | { ok: true; probe: boolean }
  /** Longer than the caller may wait in process, or paused: come again in `deferMs`. */
  | { ok: false; deferMs: number; reason: 'window' | 'banned' | 'paused' };

/**
 * Waits for a turn, at most `maxWaitMs` in all. Arm and call directly afterwards: a turn is of this moment.
 * @throws IntercomError of kind `aborted`, code `NOT_SENT`, when `signal` aborts; what Redis throws.
 */
export async function waitForTurn(
  gate: Pick<RateGate, 'take'>,
  cls: CallClass,
  { signal, maxWaitMs }: { signal?: AbortSignal; maxWaitMs: number },
): Promise<WaitedTurn> {
  const deadline = Date.now() + maxWaitMs;
  for (;;) {
    if (signal?.aborted) throw stopped();
    const turn = await gate.take(cls);
    if (turn.ok) return turn;
    if (turn.reason === 'paused' || Date.now() + turn.waitMs > deadline)
      return { ok: false, deferMs: turn.waitMs, reason: turn.reason };
    await sleep(turn.waitMs, undefined, { signal }).catch(() => {
      throw stopped();
    });
  }
}

const stopped = () => new IntercomError({ call: 'while waiting for a turn', kind: 'aborted', code: 'NOT_SENT' });
