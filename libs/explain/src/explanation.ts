import type { ConversationSnapshot, DeadLetterSnapshot, SessionSnapshot } from '@app/sessions';

/** One thing that happened, in plain English; ids and counts, no texts. */
export interface TimelineItem {
  /** Unix ms. */
  at: number;
  what: 'payload' | 'link' | 'note' | 'summary' | 'redaction' | 'signal' | 'correction' | 'call';
  tone: 'good' | 'bad' | 'odd' | 'quiet';
  text: string;
  /** Why, what next, how many attempts. */
  detail: string;
  sessionKey: string | null;
  conversationId: string | null;
  ref: string | null;
  partId: string | null;
}

/** With each decision in plain English. */
export type ExplainedConversation = Omit<ConversationSnapshot, 'decisions'> & {
  decisions: (ConversationSnapshot['decisions'][number] & { why: string })[];
};

export interface Explanation {
  asked: string;
  found: 'conversation' | 'session' | 'nothing';
  /** The one sentence that answers "why". */
  verdict: string;
  /** What happens next, or what can be done. */
  next: string;
  /** Why nothing at all is sent to Intercom just now; null: it is. */
  paused: string | null;
  conversation: ExplainedConversation | null;
  /** The sessions of the session id that was asked for (one for each user that it had), or those of the conversation; the last active one first. */
  sessions: SessionSnapshot[];
  deadLetters: DeadLetterSnapshot[];
  /** Newest first. */
  timeline: TimelineItem[];
  journal: {
    /** Hand it back to be told only what is newer. */
    cursor: string | null;
    /** Unix ms back to which the journal was read; null: to its beginning. */
    lookedBackTo: number | null;
  };
}
