/** What became of a request to link, as it is stored with the conversation, answered to whoever asked, counted and explained. */
export const LINK_DECISIONS = [
  'linked_by_attribute',
  'linked_by_user',
  'linked_by_email',
  'linked_by_stream',
  'linked_after_waiting',
  'linked_by_browser',
  'linked_by_hand',
  'already_linked',
  'session_has_other_conversation',
  'attribute_of_other_user',
  'stream_names_other_user',
  'not_of_this_contact',
  'unknown_session',
  'unlinked_before',
  'unlinked_by_hand',
  'no_session',
  'contact_without_identity',
  'email_of_lead',
  'email_ambiguous',
  'email_of_another_user',
  'waiting_email_ambiguous',
  'waiting_email_of_another_user',
  'duplicate',
  'state',
  'erased',
] as const;

export type LinkDecision = (typeof LINK_DECISIONS)[number];

/** Answers to a webhook by which nothing was asked of the sessions. */
export const IGNORED_WEBHOOKS = [
  'other_app',
  'unhandled_topic',
  'no_conversation',
  'no_state',
  'no_contact',
  'erasure_noted',
] as const;

export type WebhookDecision = LinkDecision | (typeof IGNORED_WEBHOOKS)[number];

const KNOWN = new Set<string>([...LINK_DECISIONS, ...IGNORED_WEBHOOKS]);

/** False for a word of another version. */
export const isWebhookDecision = (word: string): word is WebhookDecision => KNOWN.has(word);

export const isLink = (decision: string): boolean => decision.startsWith('linked_') || decision === 'already_linked';
