import type { LinkDecision } from '@app/contracts';
import type { Linked, OpenedFlush } from './session.types';

/** Session key and generation by turns. */
export function pairs(flat: unknown[]): OpenedFlush[] {
  const opened: OpenedFlush[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2)
    opened.push({ sessionKey: String(flat[i]), generation: Number(flat[i + 1]) });
  return opened.filter((flush) => flush.generation > 0);
}

/** A decision, and what it opened. */
export function linked(answer: unknown): Linked {
  const [decision, ...opened] = answer as [LinkDecision, ...unknown[]];
  return { decision, opened: pairs(opened) };
}
