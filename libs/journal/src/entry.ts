import type { TelemetryEvent } from '@app/telemetry';

/** One event as the journal keeps it. */
export interface Entry {
  /** Unix ms by Redis' clock, so that entries of several machines are in order. */
  at: number;
  /** How many alike it stands for: payloads of one session within a moment are one entry, their actions added up. */
  count: number;
  event: TelemetryEvent;
}

/** Waiting to be written, by the clock of this process. */
export interface Pending {
  at: number;
  count: number;
  event: TelemetryEvent;
}

/** Reasons are short; what is longer came from outside. */
const LONGEST_TEXT = 200;

const bounded = (_name: string, value: unknown) => (typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : value);

export const sessionOf = (event: TelemetryEvent): string => ('sessionKey' in event ? event.sessionKey : '');

export const conversationOf = (event: TelemetryEvent): string =>
  'conversationId' in event ? (event.conversationId ?? '') : '';

/**
 * Whether it tells something about a session, a conversation or trouble. Left out: calls that went well (the note or the redaction
 * that they were for tells it), payloads that another reader had brought, and whatever still happens to somebody who was erased (their
 * payloads count as seen, their redactions are of no session): nothing of them is written down again.
 */
export function isKept(event: TelemetryEvent): boolean {
  const { what } = event;
  if (what === 'intercom_call') return event.outcome !== 'ok' && event.outcome !== 'done';
  if (what === 'payload') return event.outcome === 'admitted';
  if (what === 'link') return Boolean(event.conversationId) && event.decision !== 'erased';
  return what === 'correction' || sessionOf(event) !== '';
}

/** Rows of a stream entry: `[ms before it was written, count, event]` each. */
export const encode = (pending: readonly Pending[], now: number): string =>
  JSON.stringify(
    pending.map(({ at, count, event }) => [Math.max(0, now - at), count, event]),
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
    .filter((row): row is [number, number, TelemetryEvent] => Array.isArray(row) && typeof row[2] === 'object')
    .map(([ago, count, event]) => ({ at: written - ago, count, event }))
    .reverse();
}
