import { RETRY_WAITS_S, type Verdict } from '@app/desk';
import type { NoteIntent, PostKnowledge } from '@app/sessions';

/** What is done next about a note that was not recorded. `spent`: the attempt counts. */
export type NoteStep =
  | {
      do: 'plan';
      ms: number;
      known: PostKnowledge;
      reason: string;
      outcome: 'deferred' | 'paused' | 'retried';
      spent: boolean;
    }
  | { do: 'park'; known: PostKnowledge; reason: string }
  | { do: 'dead-letter'; reason: string }
  | { do: 'confirm-gone'; reason: string }
  | { do: 'end'; reason: string };

/** What a decision depends on, beside the outcome. */
export type Tried = Pick<NoteIntent, 'tries' | 'now' | 'sentAt'> & {
  /** Whether the desk can be asked for a note. */
  searchable: boolean;
};

/** After the last wait one more try, then the dead letters. */
export const MAX_TRIES = RETRY_WAITS_S.length;
/** Before asking again about a conversation that may be gone, or for a note that was not in the answer. */
export const SOON_MS = 1_000;
/** Where the desk cannot be asked, nobody knows: a person looks, and sends it again or not. */
export const NOBODY_KNOWS = 'it may be in the conversation: this desk cannot be asked for it';
/** A look-up that failed is made again after half the time since the note was sent, within these bounds. */
const LOOK_AGAIN_MS = { least: 1_000, most: 60_000 };

const lookAgainMs = ({ now, sentAt }: Tried) =>
  Math.min(LOOK_AGAIN_MS.most, Math.max(LOOK_AGAIN_MS.least, (now - sentAt) / 2));

/** A wait that spends no attempt: nobody's fault. */
export const later = (
  ms: number,
  known: PostKnowledge,
  reason: string,
  outcome: 'deferred' | 'paused' = 'deferred',
): NoteStep => ({ do: 'plan', ms, known, reason, outcome, spent: false });

/** One attempt spent. When none is left the note becomes a dead letter, where it may be stored after one more look. */
export function retry(tried: Tried, ms: number, known: PostKnowledge, reason: string): NoteStep {
  const isLast = tried.tries + 1 > MAX_TRIES;
  if (isLast && known === 'unsent') return { do: 'dead-letter', reason: `attempts_spent: ${reason}` };
  return { do: 'plan', ms: isLast ? SOON_MS : ms, known, reason, outcome: 'retried', spent: true };
}

/** It may be stored: it is looked for before it is sent again, and where that cannot be, it is not sent again. */
export function mayBeStored(tried: Tried, ms: number, known: PostKnowledge, reason: string): NoteStep {
  return tried.searchable ? retry(tried, ms, known, reason) : { do: 'dead-letter', reason: NOBODY_KNOWS };
}

/** No request was made now. */
export function afterDeferral({ ms, reason }: { ms: number; reason: string }, known: PostKnowledge): NoteStep {
  return reason === 'paused' ? { do: 'park', known, reason } : later(ms, known, reason);
}

/** The one table of what follows from a call that failed. A look-up that failed spends no attempt. */
export function afterFailure(tried: Tried, verdict: Verdict, known: PostKnowledge): NoteStep {
  const looking = known === 'read';
  const refused = looking ? 'read' : 'unsent';
  const { reason } = verdict;
  switch (verdict.do) {
    case 'wait':
      return later(verdict.ms, refused, reason);
    case 'hold':
      return later(verdict.afterMs, refused, reason, 'paused');
    case 'pause':
      if (verdict.ambiguous && !looking && !tried.searchable) return { do: 'dead-letter', reason: NOBODY_KNOWS };
      return { do: 'park', known: verdict.ambiguous ? known : refused, reason };
    case 'retry':
      if (looking) return later(lookAgainMs(tried), known, reason);
      if (verdict.ambiguous) return mayBeStored(tried, verdict.afterMs, known, reason);
      return retry(tried, verdict.afterMs, 'unsent', reason);
    case 'fail':
      if (!verdict.ambiguous) return { do: 'dead-letter', reason };
      if (looking) return later(lookAgainMs(tried), known, reason);
      return mayBeStored(tried, SOON_MS, known, reason);
    case 'confirm-gone':
      return tried.searchable ? { do: 'confirm-gone', reason } : { do: 'end', reason };
    case 'gone':
    case 'done':
      return { do: 'end', reason };
  }
}
