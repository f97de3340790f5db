/**
 * Everything that happens to a session or a conversation, once per attempt. Holds ids, counts, durations (ms) and decisions; never a text
 * of a user, never a secret. Logs, metrics and the journal are made of these.
 */
export type Happening =
  AdmittedHappening | LinkHappening | NoteHappening | CallHappening | SummaryHappening | RedactionHappening;

/** A payload became durable, or was seen before (another reader, push). */
export interface AdmittedHappening {
  what: 'payload';
  outcome: 'admitted' | 'seen_before';
  sessionKey: string;
  eventId: string;
  actions: number;
  by: 'stream' | 'push';
}

/** A webhook, a payload or a browser asked for a link; `decision` is the reason. */
export interface LinkHappening {
  what: 'link';
  topic: string;
  notificationId: string | null;
  conversationId: string | null;
  decision: string;
  ms: number;
}

/** One attempt to bring a note into its conversation. */
export interface NoteHappening {
  what: 'note';
  outcome:
    | 'posted'
    | 'found'
    | 'stale'
    | 'fenced_or_held'
    | 'deferred'
    | 'retried'
    | 'paused'
    | 'not_in_answer'
    | 'dead_letter'
    | 'conversation_gone';
  sessionKey: string;
  conversationId: string;
  ref: string;
  kind: 'actions' | 'summary' | 'stream-summary' | 'late';
  tries: number;
  actions: number;
  partId?: string;
  reason?: string;
  nextInMs?: number;
  /** From `forwarded_at` of the newest payload in the note to its record. */
  latencyMs?: number;
}

/** One HTTP call to Intercom. `status` is absent where there was no answer. */
export interface CallHappening {
  what: 'intercom_call';
  operation: 'note' | 'redaction' | 'read';
  outcome: 'ok' | 'wait' | 'retry' | 'fail' | 'pause' | 'confirm-gone' | 'gone' | 'done';
  status?: number;
  kind?: string;
  reason?: string;
  ms: number;
}

/** One question to the LLM (or the rules in its place). */
export interface SummaryHappening {
  what: 'summary';
  outcome: 'stored' | 'failed';
  sessionKey: string;
  summary: number;
  actions: number;
  ms: number;
  model?: string;
  promptTokens?: number;
  completionTokens?: number;
  reason?: string;
}

export interface RedactionHappening {
  what: 'redaction';
  outcome: 'redacted' | 'was_gone' | 'retried' | 'failed';
  sessionKey: string;
  conversationId: string;
  partId: string;
  reason?: string;
}
