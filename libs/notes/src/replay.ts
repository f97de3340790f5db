import { oneLine } from './line';

export interface Replay {
  /** `REPLAY_URL_TEMPLATE`: `{session_id}`, `{timestamp}` (Unix seconds of the first action), `{offset}` (seconds since the session began). */
  template: string;
  /** Unix seconds of the session's first action that we saw. */
  sessionStartedAt: number;
}

/** Longer links are left out: they would leave no room for the note. */
const MAX_LINK = 2000;

/** Unix seconds as whole ones between the years 0 and 9999, so that no timestamp is too absurd to print. */
export function safeSeconds(seconds: number): number {
  const finite = Number.isFinite(seconds) ? Math.floor(seconds) : 0;
  return Math.min(Math.max(finite, -62_167_219_200), 253_402_300_799);
}

/** The link to the replay at `at` (Unix seconds), or null. Everything filled in is percent-encoded. */
export function replayLink(replay: Replay, sessionId: string, at: number): string | null {
  const first = safeSeconds(at);
  const values: Record<string, string> = {
    '{session_id}': encodeURIComponent(oneLine(sessionId)),
    '{timestamp}': String(first),
    '{offset}': String(Math.max(0, first - safeSeconds(replay.sessionStartedAt))),
  };
  const link = replay.template.replace(/\{(?:session_id|timestamp|offset)\}/g, (name) => values[name] ?? name);
  return link.length > MAX_LINK ? null : link;
}

/** An upper bound of the link's length, whatever its times are. */
export function replayLinkCost(template: string, sessionId: string): number {
  const filled = template
    .replaceAll('{session_id}', () => encodeURIComponent(oneLine(sessionId)))
    .replaceAll('{timestamp}', '9'.repeat(12))
    .replaceAll('{offset}', '9'.repeat(12));
  return Math.min(filled.length, MAX_LINK);
}
