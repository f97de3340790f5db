import type { ConversationState } from '@app/contracts';
import type { DeskNotice } from '@app/desk';

export interface Topic {
  means: DeskNotice['means'];
  /** That the conversation has then, whatever it was when Intercom wrote this down. */
  state?: ConversationState;
  /** Why it is subscribed to, for the person who does. */
  why: string;
}

/**
 * Topics that are read. `conversation.admin.noted` must stay out: our own notes fire it. A lead that is merged into a user is told as
 * `contact.merged`, which nothing depends on.
 */
export const TOPICS: Readonly<Record<string, Topic>> = {
  'conversation.user.created': { means: 'writes', why: 'links a session to the new conversation' },
  'conversation.user.replied': {
    means: 'writes',
    state: 'open',
    why: 'the same, for answers and for users who come back',
  },
  'conversation.admin.closed': { means: 'state', state: 'closed', why: 'holds the notes of a closed conversation' },
  'conversation.admin.snoozed': { means: 'state', state: 'snoozed', why: 'holds the notes of a snoozed conversation' },
  'conversation.admin.unsnoozed': { means: 'state', state: 'open', why: 'delivers them' },
  'conversation.admin.opened': { means: 'state', state: 'open', why: 'delivers them' },
  'contact.deleted': { means: 'gone', why: 'erases what is known of that contact' },
  'contact.archived': { means: 'gone', why: 'the same' },
};

/** A name from outside; undefined where it is none of ours. */
export const topicOf = (name: string): Topic | undefined => (Object.hasOwn(TOPICS, name) ? TOPICS[name] : undefined);
