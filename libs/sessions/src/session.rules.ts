import type { Settings } from '@app/config';
import { groupedOverhead, NOTE_LIMIT, noteOverhead } from '@app/notes';

/** The settings that the scripts need, as they are written into them: every process of a deployment runs the same script. */
export interface SessionRules {
  preLinkWindowMs: number;
  lookbackMs: number;
  ttlMs: number;
  linkWaitMs: number;
  /** By the number of notes since the user last wrote; the last value for all further ones. */
  debounceMs: number[];
  debounceMaxMs: number[];
  /** Nothing is posted; summaries are kept. */
  mute: boolean;
  /** How often at most a signal lets what waits be posted at once; 0: never. */
  hurryEveryMs: number;
  holdQuietStates: boolean;
  summaryThreshold: number;
  ownSummaries: boolean;
  redact: boolean;
  /** The note of the link stays: not counted, not covered. */
  keepLinkNote: boolean;
  /** A summary covers the one before it, too: only then the posted one is kept. */
  rollingSummaries: boolean;
  /** So many of its last actions, and its last summary, a linked session keeps to be looked at. */
  keptActions: number;
  /** Actions that a summary covers and a note holds, at most: all of them are in the summary's prompt. */
  coveredMax: number;
  noteMaxChars: number;
  /** Upper bound of a note's header and footer without its session id. */
  noteOverheadChars: number;
  /** Upper bound of the characters that one character of the session id adds to a note. */
  sessionIdCost: number;
  /** Actions that an unlinked session may hold; beyond it the oldest go. A limit on memory, far above two minutes of clicks. */
  unlinkedBufferMax: number;
  /** After this long a POST has been stored or never will be: the client's time-out and some slack. */
  settleMs: number;
}

const SLACK_MS = 2_000;
const HURRY_EVERY_MS = { recipe: 0, calm: 30_000, quiet: 60_000, off: 0 } as const;

export function rulesOf(settings: Settings): SessionRules {
  const template = settings.REPLAY_URL_TEMPLATE;
  const overhead = settings.NOTE_STYLE === 'grouped' ? groupedOverhead : noteOverhead;
  return {
    preLinkWindowMs: settings.PRE_LINK_WINDOW_SECONDS * 1000,
    lookbackMs: settings.IDENTITY_LOOKBACK_SECONDS * 1000,
    ttlMs: settings.SESSION_TTL_SECONDS * 1000,
    linkWaitMs: settings.LINK_WAIT_SECONDS * 1000,
    debounceMs: settings.DEBOUNCE_MS,
    debounceMaxMs: settings.DEBOUNCE_MAX_MS,
    mute: settings.NOTE_PRESET === 'off',
    hurryEveryMs: HURRY_EVERY_MS[settings.NOTE_PRESET],
    holdQuietStates: settings.QUIET_STATES === 'hold' && settings.NOTE_PRESET !== 'off',
    summaryThreshold: settings.SUMMARY_THRESHOLD,
    ownSummaries: !settings.STREAM_SUMMARIES && settings.SUMMARY_THRESHOLD > 0,
    redact: settings.REDACT,
    keepLinkNote: settings.KEEP_LINK_NOTE,
    rollingSummaries: settings.SUMMARY_ROLLING,
    keptActions: settings.KEEP_ACTIONS,
    coveredMax: 100,
    noteMaxChars: NOTE_LIMIT,
    noteOverheadChars: overhead('', template),
    sessionIdCost: overhead('x', template) - overhead('', template),
    unlinkedBufferMax: 2_000,
    settleMs: settings.INTERCOM_TIMEOUT_MS + SLACK_MS,
  };
}
