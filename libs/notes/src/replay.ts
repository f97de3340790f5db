import { oneLine } from './line';

export interface Replay {
  /**
   * `REPLAY_URL_TEMPLATE`: `{session_id}`, `{timestamp}` (Unix seconds of the first action), `{timestamp_ms}` (the same in milliseconds),
   * `{offset}` (seconds since the session began).
   */
  template: string;
  /** Unix seconds of the session's first action that we saw. */
  sessionStartedAt: number;
}

/** Longer links are left out: they would leave no room for the note. */
const MAX_LINK = 2000;
const LONGEST_LEAD_MS = 24 * 3600 * 1000;
const UUID_V7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Unix seconds as whole ones between the years 0 and 9999, so that no timestamp is too absurd to print. */
export function safeSeconds(seconds: number): number {
  const finite = Number.isFinite(seconds) ? Math.floor(seconds) : 0;
  return Math.min(Math.max(finite, -62_167_219_200), 253_402_300_799);
}

const safeMs = (seconds: number) =>
  Number.isFinite(seconds) && safeSeconds(seconds) === Math.floor(seconds)
    ? Math.floor(seconds * 1000)
    : safeSeconds(seconds) * 1000;

/**
 * When the recording began, Unix ms: the time in the session id where it is a UUIDv7, for a recording begins before the first action. One
 * that lies after it, or more than a day before it, is none.
 */
function beganAt(sessionId: string, firstActionMs: number): number {
  const [, high = '', low = ''] = UUID_V7.exec(sessionId) ?? [];
  const made = parseInt(high + low, 16);
  return made <= firstActionMs && made >= firstActionMs - LONGEST_LEAD_MS ? made : firstActionMs;
}

/** The link to the replay at `at` (Unix seconds), or null. Everything filled in is percent-encoded. */
export function replayLink(replay: Replay, sessionId: string, at: number): string | null {
  const began = beganAt(sessionId, safeMs(replay.sessionStartedAt));
  const values: Record<string, string> = {
    '{session_id}': encodeURIComponent(oneLine(sessionId)),
    '{timestamp}': String(safeSeconds(at)),
    '{timestamp_ms}': String(safeMs(at)),
    '{offset}': String(Math.max(0, safeSeconds(at) - Math.floor(began / 1000))),
  };
  const link = replay.template.replace(
    /\{(?:session_id|timestamp|timestamp_ms|offset)\}/g,
    (name) => values[name] ?? name,
  );
  return link.length > MAX_LINK ? null : link;
}

/** An upper bound of the link's length, whatever its times are. */
export function replayLinkCost(template: string, sessionId: string): number {
  const filled = template
    .replaceAll('{session_id}', () => encodeURIComponent(oneLine(sessionId)))
    .replaceAll(/\{(?:timestamp|timestamp_ms|offset)\}/g, '9'.repeat(15));
  return Math.min(filled.length, MAX_LINK);
}
