/** Topics by which a contact wrote: they link. */
export const LINKING_TOPICS: readonly string[] = ['conversation.user.created', 'conversation.user.replied'];
/** Topics that only change a conversation's state. */
export const STATE_TOPICS: readonly string[] = [
  'conversation.admin.closed',
  'conversation.admin.snoozed',
  'conversation.admin.unsnoozed',
  'conversation.admin.opened',
];
/** Erases what is known of the contact. */
export const ERASING_TOPIC = 'contact.deleted';

export const HANDLED_TOPICS: readonly string[] = [...LINKING_TOPICS, ...STATE_TOPICS, ERASING_TOPIC];
