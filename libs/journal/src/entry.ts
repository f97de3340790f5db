import type { Happening } from '@app/telemetry';

/** One happening as the journal keeps it. */
export interface Entry {
  /** Unix ms by Redis' clock, so that entries of several machines are in order. */
  at: number;
  /** How many alike it stands for: payloads of one session within a moment are one entry, their actions added up. */
  count: number;
  happening: Happening;
}

/** Waiting to be written, by the clock of this process. */
export interface Pending {
  at: number;
  count: number;
  happening: Happening;
}

/** Reasons are short; what is longer came from outside. */
const LONGEST_TEXT = 200;

const bounded = (_name: string, value: unknown) => (typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : value);

export const sessionOf = (happening: Happening): string => ('sessionKey' in happening ? happening.sessionKey : '');

export const conversationOf = (happening: Happening): string =>
  'conversationId' in happening ? (happening.conversationId ?? '') : '';

/**
 * Whether it tells something about a session, a conversation or trouble. Left out: calls that went well (the note or the redaction
 * that they were for tells it), payloads that another reader had brought, and whatever still happens to somebody who was erased (their
 * payloads count as seen, their redactions are of no session): nothing of them is written down again.
 */
export function isKept(happening: Happening): boolean {
  const { what } = happening;
  if (what === 'intercom_call') return happening.outcome !== 'ok' && happening.outcome !== 'done';
  if (what === 'payload') return happening.outcome === 'admitted';
  if (what === 'link') return Boolean(happening.conversationId) && happening.decision !== 'erased';
  return what === 'correction' || sessionOf(happening) !== '';
}

/** Rows of a stream entry: `[ms before it was written, count, happening]` each. */
export const encode = (pending: readonly Pending[], now: number): string =>
  JSON.stringify(
    pending.map(({ at, count, happening }) => [Math.max(0, now - at), count, happening]),
    bounded,
  );

/** Newest first; nothing for a text that is not ours. */
export function decode(id: string, text: string): Entry[] {
  const written = Number(id.split('-')[0]);
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(rows)) return [];
  return rows
    .filter((row): row is [number, number, Happening] => Array.isArray(row) && typeof row[2] === 'object')
    .map(([ago, count, happening]) => ({ at: written - ago, count, happening }))
    .reverse();
}
