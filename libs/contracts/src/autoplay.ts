/** One thing a user did. Timestamps are Unix seconds, with fractions. */
export interface Action {
  index: number;
  type: string;
  title: string;
  description: string;
  timestamp_start: number;
  timestamp_end: number;
  raw_url: string;
  canonical_url: string;
  session_id?: string | null;
  user_id?: string | null;
  email?: string | null;
}

/** Stream frame `type: "actions"`: a batch of actions of one session. Produced by Autoplay's connector, read by apps/stream. */
export interface ActionsPayload {
  type: 'actions';
  product_id: string;
  session_id: string | null;
  user_id: string | null;
  email: string | null;
  count: number;
  forwarded_at: number | string | null;
  conversation_id?: string | null;
  actions: Action[];
}

/** Stream frame `type: "summary"`: prose of the connector's own summariser; `replaces` counts the oldest actions that it covers. */
export interface SummaryPayload {
  type: 'summary';
  product_id: string;
  session_id: string | null;
  summary: string;
  replaces: number;
  forwarded_at: number | string | null;
}
