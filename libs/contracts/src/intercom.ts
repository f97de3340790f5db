/** The parts of Intercom's shapes that Sidenote reads or the sandbox writes (API 2.11). Everything may be missing: treat as hostile. */
export interface IntercomAuthor {
  type: string;
  id: string;
  name?: string | null;
  email?: string | null;
}

export interface ConversationPart {
  type: 'conversation_part';
  id: string;
  part_type: string;
  body: string | null;
  created_at: number;
  updated_at?: number;
  author: IntercomAuthor;
  redacted?: boolean;
}

export type ConversationState = 'open' | 'closed' | 'snoozed';

export interface Conversation {
  type: 'conversation';
  id: string;
  created_at: number;
  updated_at: number;
  state: ConversationState;
  open: boolean;
  source?: { type: string; id: string; body: string | null; author: IntercomAuthor };
  contacts?: { type: 'contact.list'; contacts: { type: 'contact'; id: string; external_id: string | null }[] };
  custom_attributes?: Record<string, unknown>;
  conversation_parts?: { type: 'conversation_part.list'; conversation_parts: ConversationPart[]; total_count: number };
}

/** The webhook envelope. `id` is null for `ping`. */
export interface NotificationEvent {
  type: 'notification_event';
  app_id: string;
  topic: string;
  id: string | null;
  created_at: number;
  delivery_attempts?: number;
  data: { type: 'notification_event_data'; item: Record<string, unknown> };
}
