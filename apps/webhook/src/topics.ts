/** Topics by which a contact wrote: they link. */
export const LINKING_TOPICS: readonly string[] = ['conversation.user.created', 'conversation.user.replied'];
/** Topics that only change a conversation's state. */
export const STATE_TOPICS: readonly string[] = [
  'conversation.admin.closed',
  'conversation.admin.snoozed',
  'conversation.admin.unsnoozed',
  'conversation.admin.opened',
];
/** Erase what is known of the contact. A lead that is merged into a user is told as `contact.merged`, which nothing depends on. */
export const ERASING_TOPICS: readonly string[] = ['contact.deleted', 'contact.archived'];

export const HANDLED_TOPICS: readonly string[] = [...LINKING_TOPICS, ...STATE_TOPICS, ...ERASING_TOPICS];
