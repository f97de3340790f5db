import { replayLink } from '@app/notes';
import type { KeptSession } from '@app/sessions';
import { signalsOf } from '@app/signals';
import { contextOf } from './context';

export interface RecentAction {
  at: string;
  text: string;
  page: string;
}

export interface ActivitySignal {
  kind: string;
  text: string;
  at: string;
}

/** One view of a session, flat and small. Times are ISO 8601 in UTC. Texts are the user's, secrets masked. */
export interface Activity {
  found: true;
  linked_by: string | null;
  session_id: string;
  started_at: string;
  last_action_at: string | null;
  /** It did something in the last five minutes. */
  active: boolean;
  current_page: string | null;
  /** Written by a model or by rules, for the team: a hint, not a fact. */
  summary: string | null;
  summary_by: string | null;
  /** Oldest first. */
  recent_actions: RecentAction[];
  signals: ActivitySignal[];
  replay_url: string | null;
  /** The same as one plain block of at most 2,000 characters. */
  context: string;
}

export interface NotFound {
  found: false;
}

const ACTIVE_MS = 300_000;
const SIGNALS = 3;
/** As decisions name it. */
const LINKED_BY: Record<string, string> = {
  linked_by_attribute: 'attribute',
  linked_by_user: 'user_id',
  linked_by_email: 'email',
  linked_by_stream: 'stream',
  linked_by_browser: 'browser',
  linked_after_waiting: 'waiting',
  linked_by_hand: 'hand',
};

const iso = (ms: number) => new Date(Math.min(Math.max(ms, 0), 253_402_300_799_000)).toISOString();

/** The path of a page: hosts say nothing here, queries hold what is not ours to show. */
export const pageOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).pathname : (url.split(/[?#]/)[0] ?? '');

export interface ActivityOptions {
  /** `REPLAY_URL_TEMPLATE`. */
  template: string | undefined;
  now: number;
  /** The decision by which it was linked. */
  decision: string | null;
}

/** Pure. */
export function activityOf(session: KeptSession, { template, now, decision }: ActivityOptions): Activity {
  const { actions, summary, sessionId, beganAt } = session;
  const last = actions.at(-1);
  const lastAt = last ? last.ts * 1000 : null;
  const replay = template && last && { template, sessionStartedAt: (beganAt ?? last.ts * 1000) / 1000 };
  const activity: Activity = {
    found: true,
    linked_by: decision === null ? null : (LINKED_BY[decision] ?? decision),
    session_id: sessionId,
    started_at: iso(beganAt ?? session.startedAt),
    last_action_at: lastAt === null ? null : iso(lastAt),
    active: lastAt !== null && now - lastAt < ACTIVE_MS,
    current_page: last ? pageOf(last.url) || null : null,
    summary: summary?.prose ?? null,
    summary_by: summary?.by || null,
    recent_actions: actions.map(({ ts, text, url }) => ({ at: iso(ts * 1000), text, page: pageOf(url) })),
    signals: signalsOf(actions)
      .slice(0, SIGNALS)
      .map(({ kind, text, at }) => ({ kind, text, at: iso(at * 1000) })),
    replay_url: replay ? replayLink(replay, sessionId, last.ts) : null,
    context: '',
  };
  return { ...activity, context: contextOf(activity) };
}
