import { checkpoint } from '@app/checkpoint';
import { PayloadQueue, type SessionActionsJob } from '@app/queues';
import { actionItem, summaryItem, type AdmissibleEvent, type AdmittedEvent, type SessionStore } from '@app/sessions';
import { Telemetry } from '@app/telemetry';
import type { SessionEvent, SummaryEvent } from './frame';

export interface Admitted {
  /** Events that are new; the others were seen before, by another reader or by push. */
  fresh: number;
  seen: number;
}

export interface AdmissionOptions {
  by: 'stream' | 'push';
  /** STREAM_SUMMARIES: without it the connector's summaries are not admitted. */
  streamSummaries: boolean;
}

/**
 * The one way in: stream and push both admit here. When `admit` resolves, the events are durable in Redis and queued; when it throws
 * (Redis away), call it again with the same events: what was stored is recognised by its event id.
 */
export class Admission {
  constructor(
    private readonly sessions: Pick<SessionStore, 'admit' | 'keyOf'>,
    private readonly queue: Pick<PayloadQueue, 'add'>,
    private readonly telemetry: Telemetry,
    private readonly options: AdmissionOptions,
  ) {}

  async admit(given: (SessionEvent | SummaryEvent)[]): Promise<Admitted> {
    const events = given.filter((event) => event.kind === 'actions' || this.options.streamSummaries);
    if (events.length === 0) return { fresh: 0, seen: 0 };
    const admitted = await this.sessions.admit(events.map(admissible));
    await checkpoint('admitted');
    // A generation that was opened by a process which died between these two steps is found by the sweep.
    await this.queue.add(events.flatMap((event, i) => jobOf(event, admitted[i]!)));
    events.forEach((event, i) => this.tell(event, admitted[i]!.sessionKey));
    const count = admitted.filter(({ sessionKey }) => sessionKey !== null).length;
    return { fresh: count, seen: events.length - count };
  }

  private tell(event: SessionEvent | SummaryEvent, key: string | null): void {
    this.telemetry.record({
      what: 'payload',
      outcome: key === null ? 'seen_before' : 'admitted',
      sessionKey: key ?? this.sessions.keyOf(event.sessionId),
      eventId: event.eventId,
      actions: event.kind === 'actions' ? event.actions.length : 0,
      by: this.options.by,
    });
  }
}

function jobOf(event: SessionEvent | SummaryEvent, admitted: AdmittedEvent): SessionActionsJob[] {
  const { sessionKey, generation, quietMs } = admitted;
  if (sessionKey === null) return [];
  const { eventId, sessionId, forwardedAt } = event;
  const payload =
    event.kind === 'actions' ? { actions: event.actions } : { summary: event.summary, replaces: event.replaces };
  return [{ sessionKey, sessionId, eventId, forwardedAt, payload, generation, quietMs }];
}

function admissible(event: SessionEvent | SummaryEvent): AdmissibleEvent {
  const { eventId, sessionId } = event;
  if (event.kind === 'summary') {
    const items = [summaryItem(event.summary, event.replaces)];
    return { eventId, sessionId, userId: '', email: '', conversationId: null, items };
  }
  const { userId, email, conversationId, forwardedAt } = event;
  const items = event.actions.map((action, i) =>
    actionItem(i === 0 && forwardedAt !== null ? { ...action, f: forwardedAt } : action),
  );
  return { eventId, sessionId, userId, email, conversationId, items };
}
