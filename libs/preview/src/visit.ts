import type { StoredAction } from '@app/sessions';

/** What a session did, as it is recorded. */
export interface Visit {
  sessionId: string;
  /** What led to the question: what is posted at the link. */
  before: readonly StoredAction[];
  /** What came after it. */
  after: readonly StoredAction[];
}

/** A note of the thread as it would be. Times are Unix ms. */
export interface ThreadNote {
  kind: 'link' | 'actions' | 'summary';
  at: number;
  /** Actions in it, or that it covers. */
  actions: number;
  lines: string[];
  /** A sign of trouble had it posted before quiet. */
  hurried: boolean;
  /** When a summary that covers it has it deleted; null: it stays. */
  deletedAt: number | null;
}
