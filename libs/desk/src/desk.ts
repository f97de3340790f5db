import type { ConversationState } from '@app/contracts';
import type { ConversationContact } from '@app/conversations';
import type { RateSeen } from './rate.seen';

/** What came, and what the answer showed of the budget. */
export interface Seen<T> {
  value: T;
  rate: RateSeen | null;
  /** Of the answer, for logs. */
  status?: number;
}

/** A note to post. `lines` and `html` say the same: an adapter takes what its desk takes. */
export interface NoteBody {
  /** What the reader shall see, line by line; '' is a gap. The last line is `ref <ref>`. */
  lines: readonly string[];
  /** Of `p`, `br`, `b` and `a` alone; everything from outside is escaped. */
  html: string;
  ref: string;
  /** `printOf` its lines. */
  print: string;
}

/** A note that may have been stored: by its ref it is looked for, by its print it is known. */
export type SoughtNote = Pick<NoteBody, 'ref' | 'print'>;

export interface FoundNote {
  /**
   * Letters, digits, `_`, `.` and `-`, at most 128, unique in the whole account: it names a job. An adapter whose desk numbers the notes of
   * each conversation puts the conversation's id before the number.
   */
  noteId: string;
  /** Ids of further notes of ours with the same text: a call that was made twice stored it twice. */
  copies: string[];
}

/** A conversation as it is now, or as a list of them shows it. */
export interface ConversationSeen {
  id: string;
  state: ConversationState | null;
  /** Unix ms of the last change of any kind; null: not said. */
  updatedAt: number | null;
  /** Who wrote last among the people; null when nobody can be told apart. */
  contact: ConversationContact | null;
  /** Who take part. */
  contactIds: readonly string[];
  /** Unix ms at which a person opened it; 0: no person did. */
  openedAt: number;
  /** Unix ms of the newest writing of a person, as far as this shows; 0: none. */
  writtenAt: number;
  /** Whether `writtenAt` counts every reply: where a list shows no replies, and says nothing of them, it does not. */
  repliesTold: boolean;
  /** Session id from the configured attribute of the conversation. */
  sessionId: string | null;
}

/** What doubles of a read ask for is one page; `next` of one is the `cursor` of the following. */
export interface ConversationPage {
  items: readonly ConversationSeen[];
  next: string | null;
}

/**
 * A help desk. Everything outside the adapter's lib speaks in these words and knows no vendor. Two calls make a desk; each further one
 * buys a promise (docs/adding-a-desk.md).
 *
 * Every method makes its request exactly once: no retry, no limit, no pause, which are `DeskCalls`' business. Each throws `DeskError` and
 * nothing else: it says what is certain, and the core decides what follows.
 */
export abstract class Desk {
  /** Whether this process has what it takes to make calls: some only look at Redis. */
  abstract readonly configured: boolean;

  /**
   * Stores one internal note, which the customer never sees. Answers with the note where the answer shows it, told from others by its
   * print; null where it does not: it is then looked for.
   */
  abstract postNote(conversationId: string, note: NoteBody, signal?: AbortSignal): Promise<Seen<FoundNote | null>>;

  /** Takes the text of a note away for ever. `absent`: there is none any more, which is as good. */
  abstract redact(conversationId: string, noteId: string, signal?: AbortSignal): Promise<Seen<void>>;

  /**
   * Looks for a note of ours: written by our account, its text the note that was sent, not redacted. A colleague's note that quotes ours is
   * not found: what is found may be redacted. `absent`: the conversation is gone. Makes "at most once" an "exactly once".
   */
  findNote?(conversationId: string, sought: SoughtNote, signal?: AbortSignal): Promise<Seen<FoundNote | null>>;

  /** `absent`: there is no such conversation. Buys links that a browser asks for, and unlinks that see a changed contact. */
  readConversation?(conversationId: string, signal?: AbortSignal): Promise<Seen<ConversationSeen>>;

  /** Comes with `readConversation`. */
  readContact?(contactId: string, signal?: AbortSignal): Promise<Seen<ConversationContact>>;

  /** A page of the conversations that changed after `sinceMs` (Unix ms). Buys webhooks that were lost. */
  changedSince?(sinceMs: number, cursor: string | null, signal?: AbortSignal): Promise<Seen<ConversationPage>>;

  /** The least that can be asked, of this conversation where one is named. Buys a probe that stores nothing. */
  ping?(conversationId: string | null, signal?: AbortSignal): Promise<Seen<void>>;
}

/** What a desk may have beside the two calls that make one. */
export type DeskOffer = 'findNote' | 'readConversation' | 'readContact' | 'changedSince' | 'ping';

/** The desk's budget of calls, which all processes of a deployment share. */
export abstract class DeskBudget {
  /** Calls in one window: answers' headers correct it. */
  abstract readonly limit: number;
  /** Length of a fixed window, ms. */
  abstract readonly windowMs: number;
  /** One call tries this often while calls are refused; in an outage, which passes by itself, more than six times as often. */
  abstract readonly probeEveryMs: number;
}
