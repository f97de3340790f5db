import { createHash } from 'node:crypto';
import { type Mask, maskBeginning } from '@app/masks';
import { cut, oneLine } from '@app/notes';

/** One action as Redis keeps it: one line of a note, and what the summary's prompt needs. Secrets are masked. */
export interface SessionAction {
  /** The wire `index`. */
  i: number;
  /** At most 100 characters. */
  type: string;
  /** The line of the note: description, else title; one line of at most 1,000 UTF-16 units, `…` where cut. */
  text: string;
  /** `timestamp_start`, Unix seconds with fractions; finite, 0 when unknown. */
  ts: number;
  /** `canonical_url`, at most 300 characters. */
  url: string;
}

export interface FrameCounts {
  /** Elements of `actions` that were no objects. */
  droppedElements: number;
  /** Actions without description and title. */
  droppedActions: number;
  /** Actions beyond those that a payload may have. */
  excessActions: number;
  /** `count` was given and is not the number of elements. */
  countMismatch: boolean;
}

/** A batch of actions of one known session; never empty. */
export interface SessionEvent {
  kind: 'actions';
  /** 32 hex digits; the same for the same session and actions, whoever delivers them and whenever. */
  eventId: string;
  sessionId: string;
  /** '' when unknown. */
  userId: string;
  /** '' when unknown; trimmed, case as sent. */
  email: string;
  /** A link made by the connector. */
  conversationId: string | null;
  /** Unix ms. */
  forwardedAt: number | null;
  actions: SessionAction[];
}

/** Prose by the connector's own summariser, masked, at most 3,000 characters. */
export interface SummaryEvent {
  kind: 'summary';
  eventId: string;
  sessionId: string;
  summary: string;
  /** How many of the oldest actions it covers. */
  replaces: number;
  forwardedAt: number | null;
}

export type Frame = { counts: FrameCounts } & (
  | SessionEvent
  | SummaryEvent
  /** No session id: cannot be posted. `actions` is how many there were. */
  | { kind: 'anonymous'; actions: number }
  /** A session, but nothing left to post: not admitted. */
  | { kind: 'empty' }
  /** Another type of frame, cut to 40 characters. */
  | { kind: 'ignored'; type: string }
  /** `reason` holds nothing of the frame itself. */
  | { kind: 'malformed'; reason: string }
);

type Fields = Record<string, unknown>;

const MAX_ID = 256;
const MAX_EMAIL = 320;
const MAX_TEXT = 1000;
const MAX_TYPE = 100;
const MAX_URL = 300;
const MAX_SUMMARY = 3000;
/** Of one payload; the first ones are kept. */
const MAX_ACTIONS = 500;
const NO_COUNTS: FrameCounts = Object.freeze({
  droppedElements: 0,
  droppedActions: 0,
  excessActions: 0,
  countMismatch: false,
});

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
}

/** An id as text: numbers are written out; white space alone, other types and over-long ids are ''. */
function idOf(value: unknown, max = MAX_ID): string {
  const id = typeof value === 'number' && Number.isFinite(value) ? String(value) : textOf(value);
  return id.length > max || id.trim() === '' ? '' : id;
}

/** At most `max` characters, masked; the work is bounded whatever the text's length. */
const maskedBy = (mask: (text: string) => string, text: string, max: number) =>
  cut(maskBeginning(text, max, mask), max);
/** One line, also where masking took an invisible character away that kept white space from the edge. */
const line = (mask: (text: string) => string, text: string, max: number) => oneLine(maskedBy(mask, oneLine(text), max));
const masked = (text: string, max: number, mask: Mask) => line((part) => mask.text(part), text, max);

/** Seconds or milliseconds since 1970, as a number or its text, or an ISO date: Unix ms. */
function unixMsOf(value: unknown): number | null {
  const number = numberOf(value);
  const ms = number === 0 ? Date.parse(textOf(value)) : Math.round(Math.abs(number) > 1e11 ? number : number * 1000);
  return Number.isFinite(ms) ? ms : null;
}

const sha = (parts: unknown[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** One wire action: what Redis keeps, and its canonical form (defaults filled, nothing masked) for the event id. */
function actionOf(fields: Fields, mask: Mask): { kept: SessionAction; canonical: unknown[] } | null {
  const description = textOf(fields.description);
  const title = textOf(fields.title);
  const text = masked(description, MAX_TEXT, mask) || masked(title, MAX_TEXT, mask);
  if (text === '') return null;
  const type = textOf(fields.type);
  const url = textOf(fields.canonical_url);
  const index = numberOf(fields.index);
  const ts = numberOf(fields.timestamp_start);
  return {
    kept: {
      i: index,
      type: masked(type, MAX_TYPE, mask),
      text,
      ts,
      url: line((part) => mask.url(part), url, MAX_URL),
    },
    canonical: [index, type, title, description, ts, numberOf(fields.timestamp_end), textOf(fields.raw_url), url],
  };
}

function actionsFrame(fields: Fields, productId: string, sessionId: string, mask: Mask): Frame {
  const elements = fields.actions ?? [];
  if (!Array.isArray(elements)) return { kind: 'malformed', reason: 'actions is not a list', counts: NO_COUNTS };
  const counts = { ...NO_COUNTS };
  counts.countMismatch = typeof fields.count === 'number' && fields.count !== elements.length;
  if (sessionId === '') return { kind: 'anonymous', actions: elements.length, counts };
  const actions: SessionAction[] = [];
  const canonical: unknown[] = [];
  for (const [i, element] of (elements as unknown[]).entries()) {
    if (actions.length === MAX_ACTIONS) {
      counts.excessActions = elements.length - i;
      break;
    }
    if (!isObject(element)) {
      counts.droppedElements++;
      continue;
    }
    const action = actionOf(element, mask);
    if (action) {
      actions.push(action.kept);
      canonical.push(action.canonical);
    } else counts.droppedActions++;
  }
  if (actions.length === 0) return { kind: 'empty', counts };
  const conversationId = idOf(fields.conversation_id, 64);
  return {
    kind: 'actions',
    eventId: sha([productId, sessionId, canonical]),
    sessionId,
    userId: idOf(fields.user_id),
    email: idOf(fields.email, MAX_EMAIL).trim(),
    conversationId: /^[\w-]+$/.test(conversationId) ? conversationId : null,
    forwardedAt: unixMsOf(fields.forwarded_at),
    actions,
    counts,
  };
}

function summaryFrame(fields: Fields, productId: string, sessionId: string, mask: Mask): Frame {
  if (sessionId === '') return { kind: 'anonymous', actions: 0, counts: NO_COUNTS };
  const original = textOf(fields.summary);
  const summary = maskedBy((part) => mask.text(part), original.trim(), MAX_SUMMARY).trim();
  if (summary === '') return { kind: 'empty', counts: NO_COUNTS };
  const replaces = Math.min(Math.max(0, Math.floor(numberOf(fields.replaces))), Number.MAX_SAFE_INTEGER);
  const eventId = sha([productId, sessionId, 'summary', original, replaces]);
  return {
    kind: 'summary',
    eventId,
    sessionId,
    summary,
    replaces,
    forwardedAt: unixMsOf(fields.forwarded_at),
    counts: NO_COUNTS,
  };
}

/**
 * An already parsed frame of the stream or the push endpoint. Never throws, whatever `value` is: wrong types count as the
 * field's default, and only a wrong shape (no object, no list, an unusable session id) is `malformed`.
 */
export function normalise(value: unknown, productId: string, mask: Mask): Frame {
  const malformed = (reason: string): Frame => ({ kind: 'malformed', reason, counts: NO_COUNTS });
  if (!isObject(value)) return malformed('the frame is not a JSON object');
  const type = textOf(value.type);
  if (type !== 'actions' && type !== 'summary')
    return { kind: 'ignored', type: cut(oneLine(type), 40), counts: NO_COUNTS };
  const given = value.session_id ?? '';
  if (typeof given !== 'string' && typeof given !== 'number') return malformed('session_id is not a string');
  if (String(given).length > MAX_ID) return malformed(`session_id is longer than ${MAX_ID} characters`);
  const sessionId = idOf(given);
  return type === 'actions'
    ? actionsFrame(value, productId, sessionId, mask)
    : summaryFrame(value, productId, sessionId, mask);
}

/** The `data` of one SSE event. Malformed JSON is a frame of kind `malformed`. */
export function parseFrame(raw: string, productId: string, mask: Mask): Frame {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return { kind: 'malformed', reason: 'not JSON', counts: NO_COUNTS };
  }
  return normalise(value, productId, mask);
}
