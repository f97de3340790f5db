import type { LinkDecision } from '@app/contracts';

/** What Redis keeps of one action: the line that a note shows, and what a summary needs. */
export interface StoredAction {
  i: number;
  type: string;
  text: string;
  /** Unix seconds. */
  ts: number;
  url: string;
  /** Of the first action of a payload: its `forwarded_at`, Unix ms. */
  f?: number;
}

/** A flush job that the caller must add: the generation of a session that has something to post. */
export interface OpenedFlush {
  sessionKey: string;
  generation: number;
  /** For so long from now nothing can be due: the session has only begun to wait for quiet. */
  quietMs?: number;
}

/** A summary that is to be posted, or was. */
export interface StoredSummary {
  prose: string;
  /** Who wrote it: the model, or `rules`. Where rules wrote it, nothing is redacted. */
  by: string;
  /** Time of the first action that it covers, Unix seconds. */
  since: number;
}

/** What a summary is written from, as items. */
export interface SummarySource {
  covered: string[];
  /** The end of what led to the question, for the first summary: told, not covered. */
  before: string[];
  /** The prose of the summary before, where this one covers it too. */
  earlier: string | null;
}

/** An open generation whose planned time has passed. */
export interface OverdueFlush {
  sessionKey: string;
  generation: number;
  /** Of the payload whose job flushes it; '': a flush job does. */
  eventId: string;
  overdueMs: number;
}

export interface AdmissibleEvent {
  /** Hexadecimal; the first 64 bits are remembered: for at least 15 minutes, those of the last 256 events of a session for a day. */
  eventId: string;
  sessionId: string;
  userId: string;
  email: string;
  conversationId: string | null;
  items: string[];
}

export interface AdmittedEvent {
  /** null: seen before, or of somebody who was erased. */
  sessionKey: string | null;
  /** The generation that this event opened: its job flushes it. 0: none. */
  generation: number;
  /** For so long from now nothing can be due for it. */
  quietMs: number;
}

export type NoteKind = 'actions' | 'summary' | 'stream-summary' | 'late';

/** The next note of a session: its range is fixed under `ref` until it is committed, a dead letter or given up before it was sent. */
export interface NoteIntent {
  do: 'post';
  ref: string;
  kind: NoteKind;
  conversationId: string;
  sessionId: string;
  /** Time of the session's first action that was seen, Unix ms. */
  sessionBeganAt: number;
  /** 0: certainly not posted yet. Otherwise look for the ref in the conversation before posting. */
  sentAt: number;
  /** Unix ms by which an earlier POST has landed or never will. */
  settledAt: number;
  tries: number;
  /** Why the last try that was spent failed; '' when none was. */
  failure: string;
  binned: boolean;
  /** Redis' clock, Unix ms. */
  now: number;
  /** Of a late note: when it became a dead letter, Unix ms. */
  failedAt: number | null;
  /** Of the note that was sent last under this ref; '' where none was, or it is not known. */
  print: string;
  /** Unix ms: the same at every try. */
  madeAt: number;
  /** Of a summary of the stream: time of the first action that it covers, Unix ms; null: none. */
  coversSince: number | null;
  /** None: the text is gone. */
  items: string[];
}

export type FlushStep = { do: 'stop' } | { do: 'wait'; ms: number } | NoteIntent;

/** What must follow from a posted note. The session remembers it until it has happened. */
export interface Effects {
  sessionKey: string;
  conversationId: string;
  /** Number of the summary that is due, or null. */
  summary: number | null;
  redact: string[];
  deadLetters: string[];
}

export interface CommitResult {
  result: 'more' | 'done' | 'stale';
  summary: number | null;
  redact: string[];
}

/** What erasing a session asks of its caller before the next call; `erased` ends it. `owed`: parts that are owed since this call. */
export type EraseStep =
  | { do: 'wait'; ms: number; owed: number }
  | { do: 'look'; conversationId: string; ref: string; print: string; owed: number }
  | { do: 'erased'; existed: boolean; owed: number };

/** What may be of a person: by session key, conversation id and ref. */
export interface Candidates {
  sessions: string[];
  conversations: string[];
  deadLetters: string[];
  /** The person has more recent sessions without a conversation than are listed. */
  full: boolean;
}

/** A part of ours in a conversation that is still to be redacted for an erasure. */
export interface OwedPart {
  partId: string;
  conversationId: string;
}

/** Makes a session (by key) or a conversation findable by a user key, e-mail key or contact id. */
export type IndexRow = [kind: 'u' | 'e' | 'ct', name: string, of: 's' | 'c' | 'd', target: string];

/** Fence kinds: user key, e-mail key, contact id, session key, conversation id. */
export type Fence = [kind: 'u' | 'e' | 'ct' | 's' | 'c', name: string];

export interface Whereabouts {
  /** '' where it is not known any more; the same for the others. */
  sessionId: string;
  conversationId: string;
  /** Of a dead letter. */
  kind: string;
}

/** What was decided on a link, and the flush jobs that the caller must add. */
export interface Linked {
  decision: LinkDecision;
  opened: OpenedFlush[];
}

export interface LinkRequest {
  notificationId: string | null;
  conversationId: string;
  state: 'open' | 'closed' | 'snoozed' | null;
  /** Unix ms. */
  stateAt: number;
  /** Session id named by the conversation's custom attribute. */
  sessionId: string | null;
  /** '' for leads: Intercom invents theirs. */
  externalId: string;
  email: string;
  contactId: string;
  /** The contact is a lead whose e-mail proves nothing, and is left out. */
  unprovenEmail?: boolean;
}

export interface StateChange {
  notificationId: string | null;
  conversationId: string;
  state: 'open' | 'closed' | 'snoozed';
  stateAt: number;
}

/** When a payload with a signal came: Unix ms, or just now. */
export type CameAt = number | 'now';
