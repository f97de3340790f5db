import type { Action } from '@app/contracts';
import type { StoredConversation } from '../intercom/model';
import { ORIGIN, placeAt } from './places';
import { Tally } from './tally';
import { actionOf, type Happening } from './wording';

export interface Person {
  userId: string;
  email: string;
  name: string;
}

/** The way of the newest action. Times are Unix milliseconds; `place` is its number within the visit. */
export interface LastAction {
  text: string;
  place: number;
  at: number;
  sentAt: number | null;
}

/** So many of the newest actions are shown before the question. */
const SHOWN = 5;

/** One browser's visit of the shop: who it is, what it did, and what has not been sent yet. */
export class Visit {
  person: Person | null = null;
  contactId: string | null = null;
  conversation: StoredConversation | null = null;
  askedAt: number | null = null;
  last: LastAction | null = null;
  /** What was done last, oldest first. */
  recent: string[] = [];
  url = `${ORIGIN}/`;
  readonly tally = new Tally();
  private waiting: Action[] = [];
  private done = 0;

  constructor(readonly sessionId: string) {}

  get actionsDone(): number {
    return this.done;
  }

  get unsent(): number {
    return this.waiting.length;
  }

  add(happening: Happening): void {
    const action = actionOf(happening, this.done++);
    this.waiting.push(action);
    this.url = placeAt(happening.path).rawUrl;
    this.recent = [...this.recent, action.description].slice(-SHOWN);
    this.last = { text: action.description, place: this.done, at: happening.at, sentAt: null };
  }

  /** Hands out what has not been sent, and counts it as sent. */
  take(now: number): Action[] {
    const taken = this.waiting;
    this.waiting = [];
    for (const action of taken) this.tally.sent(action.timestamp_start * 1000);
    if (this.last && taken.length > 0) this.last.sentAt = now;
    return taken;
  }
}
