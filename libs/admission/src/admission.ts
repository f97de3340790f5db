import { Injectable } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { PayloadQueue, type SessionActionsJob } from '@app/queues';
import { actionItem, summaryItem, type AdmissibleEvent, type SessionStore } from '@app/sessions';
import type { SessionEvent, SummaryEvent } from './frame';

export interface Admitted {
  /** Events that are new; the others were seen before, by another reader or by push. */
  fresh: number;
  seen: number;
}

/**
 * The one way in: stream and push both admit here. When `admit` resolves, the events are durable in Redis and queued; when it throws
 * (Redis away), call it again with the same events: what was stored is recognised by its event id.
 */
@Injectable()
export class Admission {
  constructor(
    private readonly sessions: Pick<SessionStore, 'admit' | 'keyOf'>,
    private readonly queue: PayloadQueue,
  ) {}

  async admit(events: (SessionEvent | SummaryEvent)[]): Promise<Admitted> {
    if (events.length === 0) return { fresh: 0, seen: 0 };
    const fresh = await this.sessions.admit(events.map(admissible));
    await checkpoint('admitted');
    // An event whose first attempt died between these two steps is found by the sweep: its items are in the outbox.
    await this.queue.add(events.filter((_, i) => fresh[i]).map((event) => this.job(event)));
    const count = fresh.filter(Boolean).length;
    return { fresh: count, seen: events.length - count };
  }

  private job(event: SessionEvent | SummaryEvent): SessionActionsJob {
    const { eventId, sessionId, forwardedAt } = event;
    const payload =
      event.kind === 'actions' ? { actions: event.actions } : { summary: event.summary, replaces: event.replaces };
    return { sessionKey: this.sessions.keyOf(sessionId), sessionId, eventId, forwardedAt, payload };
  }
}

function admissible(event: SessionEvent | SummaryEvent): AdmissibleEvent {
  const { eventId, sessionId } = event;
  if (event.kind === 'summary') {
    return {
      eventId,
      sessionId,
      userId: '',
      email: '',
      conversationId: null,
      items: [summaryItem(event.summary, event.replaces)],
    };
  }
  return {
    eventId,
    sessionId,
    userId: event.userId,
    email: event.email,
    conversationId: event.conversationId,
    items: event.actions.map(actionItem),
  };
}
