import type { StoredAction } from './session.types';

/** A session as Redis has it now; counts and ids, no texts. Times are Unix ms. */
export interface SessionSnapshot {
  sessionKey: string;
  sessionId: string;
  conversationId: string | null;
  /** Intercom said that the conversation is gone: the session has ended. */
  ended: boolean;
  knows: { user: boolean; email: boolean };
  startedAt: number | null;
  lastAt: number | null;
  /** Actions. `unsummarised`: in notes that no summary covers; `kept`: told by one, and kept to be looked at. */
  actions: { buffered: number; unsummarised: number; kept: number };
  /** Posted notes that no summary covers. */
  notes: number;
  summariesPosted: number;
  summary: 'none' | 'due' | 'to_be_posted';
  /** The note under way: from its `sentAt` on it may be in Intercom. */
  intent: { ref: string; kind: string; actions: number; tries: number; sentAt: number | null } | null;
  /** The job that posts for it is open under this number; null: nothing is to be posted. */
  generation: number | null;
  /** When it is planned next; with `waitUntil`, a wait after a failure. */
  dueAt: number | null;
  waitUntil: number | null;
  /** Part ids. */
  toRedact: string[];
  /** Refs of dead letters that are to be sent again. */
  toSendAgain: string[];
  /** Actions of dead letters that nobody sent again in time: they are lost. */
  expired: number;
}

export interface ConversationSnapshot {
  conversationId: string;
  /** '' while Intercom has not told it. */
  state: string;
  stateAt: number | null;
  sessionKeys: string[];
  /** Newest first: how each of its sessions was linked, and at most 20 reasons why none was. */
  decisions: { at: number; decision: string; sessionKey: string | null }[];
  waits: WaitSnapshot[];
  /** Somebody has muted it: nothing is posted until it is unmuted. */
  muted: SaidBy | null;
  /** Sessions that somebody has unlinked from it. */
  unlinked: (SaidBy & { sessionKey: string })[];
  /** Sessions whose link somebody has made. */
  linkedByHand: (SaidBy & { sessionKey: string })[];
}

/** What a person of the team said, and when (Unix ms). */
export interface SaidBy {
  at: number;
  by: string;
}

/** A conversation waits for a session of a user, or of an e-mail. */
export interface WaitSnapshot {
  forWhom: 'user' | 'email';
  since: number;
  until: number;
  /** Only for sessions that start after this; 0: any. */
  startsAfter: number;
  /** More than one user claims the e-mail. */
  ambiguous: boolean;
}

export interface DeadLetterSnapshot {
  ref: string;
  sessionKey: string;
  sessionId: string;
  conversationId: string;
  kind: string;
  reason: string;
  at: number;
}

/** An action as a note shows it, secrets masked. The text is the user's: for a page behind a password, never for a log. */
export interface ActionText {
  at: number;
  text: string;
}

export interface SessionTexts {
  buffered: ActionText[];
  unsummarised: ActionText[];
}

export interface SessionRecord {
  /** The end of what led to the question, until the first summary. */
  before: StoredAction[];
  /** In notes that no summary covers. */
  unsummarised: StoredAction[];
  buffered: StoredAction[];
}

/** A session in a few words. */
export interface SessionGlance {
  sessionId: string;
  /** By what its payloads name their user. */
  known: 'user' | 'e-mail' | 'no';
  conversationId: string | null;
  linked: { at: number; decision: string } | null;
  /** Its newest actions, as far as no summary covers them, oldest first, secrets masked. The text is the user's: never for a log. */
  texts: string[];
}
