import type { WebhookDecision } from '@app/contracts';

/**
 * Everything that happens to a session or a conversation, once per attempt. Holds ids, counts, durations (ms) and decisions; never a text
 * of a user, never a secret. Logs, metrics and the journal are made of these.
 */
export type TelemetryEvent =
  AdmissionEvent | LinkEvent | NoteEvent | CallEvent | SummaryEvent | RedactionEvent | SignalEvent | CorrectionEvent;

/** A payload became durable, or was seen before (another reader, push). */
export interface AdmissionEvent {
  what: 'payload';
  outcome: 'admitted' | 'seen_before';
  sessionKey: string;
  eventId: string;
  actions: number;
  by: 'stream' | 'push';
}

/** A webhook, a payload or a browser asked for a link; `decision` is the reason. */
export interface LinkEvent {
  what: 'link';
  topic: string;
  notificationId: string | null;
  conversationId: string | null;
  decision: WebhookDecision;
  ms: number;
}

/** One attempt to bring a note into its conversation. */
export interface NoteEvent {
  what: 'note';
  outcome:
    | 'posted'
    | 'found'
    | 'stale'
    | 'fenced_or_held'
    | 'without_text'
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
  /** The note at the link: its actions waited for a conversation, so its latency says nothing about us. */
  atLink?: boolean;
}

/** One HTTP call to Intercom. `status` is absent where there was no answer. */
export interface CallEvent {
  what: 'intercom_call';
  operation: 'note' | 'redaction' | 'read';
  outcome: 'ok' | 'wait' | 'retry' | 'fail' | 'pause' | 'hold' | 'confirm-gone' | 'gone' | 'done';
  status?: number;
  kind?: string;
  reason?: string;
  ms: number;
}

/** One question to the LLM (or the rules in its place); `deferred`: nobody was asked, the breaker is open. */
export interface SummaryEvent {
  what: 'summary';
  outcome: 'stored' | 'failed' | 'deferred';
  sessionKey: string;
  summary: number;
  actions: number;
  ms: number;
  /** As the server names it, `rules` where no LLM was asked; absent where there was no answer. */
  model?: string;
  /** Also of an answer that was no use; 0 where the server does not say. */
  promptTokens?: number;
  completionTokens?: number;
  /** US dollars at list price; absent where it is unknown, which is not 0. */
  costUsd?: number;
  /** Why the rules wrote it. */
  rulesBecause?: 'no_key' | 'daily_tokens' | 'gate' | 'attempts';
  /** The model, or `rules`. */
  by?: string;
  /** Answers that the gate refused, one word each: why. */
  refused?: string[];
  /** Of a failed call, one word: `timeout`, `http`, `refusal` … */
  kind?: string;
  reason?: string;
  nextInMs?: number;
}

/** A sign of trouble in what a user did: in the note that tells it, or, for a silence, when it was long enough. */
export interface SignalEvent {
  what: 'signal';
  kind:
    | 'error'
    | 'maybe_error'
    | 'repeated_click'
    | 'tried_again'
    | 'silence_after_error'
    | 'form_left'
    | 'search_without_result'
    | 'back_and_forth';
  sessionKey: string;
  conversationId?: string;
}

/** Somebody of the team said something against the rules. `sessionKey`: '' where it is about a conversation. */
export interface CorrectionEvent {
  what: 'correction';
  action: 'unlinked' | 'linked' | 'muted' | 'unmuted';
  sessionKey: string;
  conversationId: string;
  by: string;
  /** Of an unlink: parts that are to be redacted. */
  redactions: number;
}

export interface RedactionEvent {
  what: 'redaction';
  outcome: 'redacted' | 'was_gone' | 'retried' | 'failed' | 'dropped' | 'not_recorded';
  sessionKey: string;
  conversationId: string;
  partId: string;
  reason?: string;
}
