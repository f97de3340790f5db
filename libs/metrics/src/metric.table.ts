interface Definition<T extends 'counter' | 'gauge' | 'histogram', L extends string> {
  type: T;
  name: string;
  help: string;
  labels: readonly L[];
  buckets?: number[];
}

const counter = <const L extends string = never>(name: string, help: string, labels: readonly L[] = []) =>
  ({ type: 'counter', name, help, labels }) satisfies Definition<'counter', L>;
const gauge = <const L extends string = never>(name: string, help: string, labels: readonly L[] = []) =>
  ({ type: 'gauge', name, help, labels }) satisfies Definition<'gauge', L>;
const seconds = <const L extends string = never>(name: string, help: string, labels: readonly L[], buckets: number[]) =>
  ({ type: 'histogram', name, help, labels, buckets }) satisfies Definition<'histogram', L>;

/** Ends the help of what every writer and dashboard process reads from the same Redis. */
const SHARED = 'Shared state, the same from every writer and dashboard process: aggregate with max, not sum.';
const DONE_BY = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Every metric of Sidenote. What happened is counted by the process in which it happened, so over processes it is summed; shared state
 * in Redis says so in its help. No label holds a text, an id or a name of a person.
 */
export const METRICS = {
  process: gauge(
    'sidenote_process_info',
    'Roles of this process, always 1. This page needs no password: the ops door is private, and there are counts here, never texts or ids.',
    ['roles'],
  ),
  ready: gauge('sidenote_ready', '1 when every readiness check of this process is ok, as /health/ready says.'),
  readyCheck: gauge('sidenote_ready_check', 'Readiness checks of this process, 1 = ok.', ['check']),
  redisUp: gauge('sidenote_redis_up', '1 when Redis answers this process within a second.'),
  collectErrors: counter('sidenote_collect_errors_total', 'Figures that could not be gathered for a scrape.', [
    'collector',
  ]),

  payloads: counter(
    'sidenote_payloads_total',
    'Payloads from Autoplay by way in; seen_before: another reader or push had it.',
    ['by', 'outcome'],
  ),
  actionsReceived: counter('sidenote_actions_received_total', 'Actions in the payloads that were admitted.', ['by']),
  actionsPosted: counter('sidenote_actions_posted_total', 'Actions in notes that are in their conversation.'),
  actionsBuffered: gauge(
    'sidenote_actions_buffered',
    `Actions in the buffers of linked sessions that have a note to come; of more than 1,000 sessions an estimate. ${SHARED}`,
  ),
  actionsDropped: counter(
    'sidenote_actions_dropped_total',
    `Admitted actions that will not be posted: left the window before the link, conversation gone. ${SHARED}`,
    ['reason'],
  ),

  notes: counter('sidenote_notes_total', 'Attempts to bring a note into its conversation, by what came of it.', [
    'kind',
    'outcome',
  ]),
  noteLatency: seconds(
    'sidenote_note_latency_seconds',
    'From forwarded_at of the newest payload in an action note to its record. at_link: its actions waited for a conversation.',
    ['phase'],
    [0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 1800],
  ),
  signals: counter('sidenote_signals_total', 'Signs of trouble in what users did, as notes told them, by kind.', [
    'kind',
  ]),
  redactions: counter('sidenote_redactions_total', 'Attempts to redact a note that a summary covers.', ['outcome']),
  sessionsDue: gauge('sidenote_sessions_due', `Sessions with a note to come, planned retries included. ${SHARED}`),
  sessionsOverdue: gauge(
    'sidenote_sessions_overdue_seconds',
    `How long the session that waits longest is over its planned time. ${SHARED}`,
  ),

  intercomCalls: counter(
    'sidenote_intercom_calls_total',
    'Calls to Intercom by status (none: no answer) and decision.',
    ['operation', 'status', 'outcome'],
  ),
  intercomDuration: seconds(
    'sidenote_intercom_call_duration_seconds',
    'Length of calls to Intercom.',
    ['operation'],
    DONE_BY,
  ),
  intercomPaused: gauge(
    'sidenote_intercom_paused',
    `1 while Intercom refuses token, plan, scope or admin id. ${SHARED}`,
  ),
  intercomBanned: gauge('sidenote_intercom_banned', `1 while a 429 holds all calls until the reset. ${SHARED}`),
  windowUsed: gauge('sidenote_intercom_window_used_calls', `Our calls in the current 10-second window. ${SHARED}`),
  windowLimit: gauge('sidenote_intercom_window_limit_calls', `Calls that a 10-second window allows. ${SHARED}`),
  windowShare: gauge('sidenote_intercom_window_used_ratio', `Share of what may be ours of the window. ${SHARED}`),

  summaries: counter('sidenote_summaries_total', 'Summaries stored, by who wrote them.', ['by']),
  llmCalls: counter('sidenote_llm_calls_total', 'Calls to the LLM: ok, or why there was no summary.', ['outcome']),
  llmGated: counter(
    'sidenote_llm_answers_refused_total',
    'Answers of the LLM that the gate refused, by what is wrong.',
    ['finding'],
  ),
  llmDuration: seconds(
    'sidenote_llm_call_duration_seconds',
    'Length of calls to the LLM.',
    [],
    [0.5, 1, 2, 3, 5, 10, 20, 30],
  ),
  llmDeferred: counter('sidenote_llm_deferred_total', 'Summaries postponed because the breaker was open.'),
  llmTokens: counter('sidenote_llm_tokens_total', 'Tokens that the LLM says it used.', ['model', 'direction']),
  llmCost: counter('sidenote_llm_cost_usd_total', 'US dollars at list price, of the calls whose price is known.', [
    'model',
  ]),
  llmUnpriced: counter('sidenote_llm_calls_unpriced_total', 'Answered calls whose cost is unknown: not in the cost.', [
    'model',
  ]),
  llmBreakerOpen: gauge('sidenote_llm_breaker_open', `1 while the breaker is open: one probe per 20 s. ${SHARED}`),
  llmTokensToday: gauge('sidenote_llm_tokens_today', `Tokens used or reserved this UTC day. ${SHARED}`),
  llmTokensLimit: gauge('sidenote_llm_tokens_daily_limit', 'LLM_DAILY_TOKENS; absent without a limit.'),

  queueJobs: gauge('sidenote_queue_jobs', `Jobs by state; failed in dead-letters: notes given up. ${SHARED}`, [
    'queue',
    'state',
  ]),
  queueAge: gauge('sidenote_queue_oldest_waiting_seconds', `Age of the job that waits longest, 0 for none. ${SHARED}`, [
    'queue',
  ]),

  webhooks: counter('sidenote_webhooks_total', "Intercom's signed webhooks by topic and what was decided.", [
    'topic',
    'outcome',
  ]),
  webhookLast: gauge(
    'sidenote_webhook_last_delivery_timestamp_seconds',
    'Last signed webhook since this process began.',
    ['topic'],
  ),
  requests: counter(
    'sidenote_requests_total',
    'Requests on the public door: webhook, push, session_link; a 401 was not signed well.',
    ['route', 'status'],
  ),

  signatures: counter(
    'sidenote_signatures_total',
    'Good signatures of webhook and push by the secret that made them: present, or previous while it is being changed.',
    ['route', 'secret'],
  ),

  streamConnected: gauge('sidenote_stream_connected', "1 while connected to Autoplay's stream."),
  streamReconnects: counter('sidenote_stream_reconnects_total', 'Connections to the stream that ended or failed.'),
  streamLast: gauge(
    'sidenote_stream_last_event_timestamp_seconds',
    'Last frame from the stream; absent before the first.',
  ),
  streamFrames: counter('sidenote_stream_frames_total', 'Frames by kind; too_long: over 2 MB, dropped.', ['kind']),
  streamOverflow: counter(
    'sidenote_stream_overflow_frames_total',
    'Frames lost because STREAM_BUFFER_MAX was reached.',
  ),
  streamRejected: counter('sidenote_stream_rejected_events_total', 'Events given up because Redis kept refusing them.'),
  streamDiscarded: counter(
    'sidenote_stream_discarded_actions_total',
    'Actions never admitted: of no session, without text, or beyond the first 500 of a payload.',
    ['reason'],
  ),
} as const;
