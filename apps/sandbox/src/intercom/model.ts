import type { ConversationPart, ConversationState } from '@app/contracts';

export interface Admin {
  id: string;
  name: string;
  email: string;
  has_inbox_seat: boolean;
}

export interface Contact {
  id: string;
  external_id: string | null;
  role: 'user' | 'lead';
  email: string | null;
  name: string | null;
  created_at: number;
  custom_attributes: Record<string, unknown>;
  /** The contact that this one was merged into; it answers 410 since then. */
  mergedInto: string | null;
}

/** A part exactly as the API shows it. */
export interface Part extends ConversationPart {
  notified_at: number;
  assigned_to: { type: 'admin'; id: string } | null;
  attachments: never[];
  external_id: null;
  redacted: boolean;
  metadata: Record<string, never>;
  email_message_metadata: null;
  state: ConversationState;
  tags: never[];
  event_details: Record<string, never>;
  app_package_code: null;
}

/** What is known of a conversation; times are Unix seconds. `parts` are in the order of their ids. */
export interface StoredConversation {
  id: string;
  createdAt: number;
  updatedAt: number;
  state: ConversationState;
  snoozedUntil: number | null;
  waitingSince: number | null;
  source: { id: string; body: string | null; url: string | null; redacted: boolean };
  contactId: string;
  assigneeId: string | null;
  customAttributes: Record<string, unknown>;
  parts: Part[];
}

export const TOMBSTONE = '<p><i>This message was deleted</i></p>';

export const unixNow = (): number => Math.floor(Date.now() / 1000);
