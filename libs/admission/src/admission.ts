import { Injectable } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import { Settings } from '@app/config';
import { PayloadQueue, type SessionActionsJob } from '@app/queues';
import {
  actionItem,
  type AdmissibleEvent,
  type AdmittedEvent,
  FastSessions,
  IntakeStore,
  summaryItem,
} from '@app/sessions';
import { Telemetry } from '@app/telemetry';
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
  protected readonly by: 'stream' | 'push' = 'stream';

  constructor(
    private readonly intake: IntakeStore,
    private readonly queue: PayloadQueue,
    private readonly telemetry: Telemetry,
    private readonly settings: Settings,
  ) {}

  async admit(given: (SessionEvent | SummaryEvent)[]): Promise<Admitted> {
    const events = given.filter((event) => event.kind === 'actions' || this.settings.STREAM_SUMMARIES);
    if (events.length === 0) return { fresh: 0, seen: 0 };
    const admitted = await this.intake.admit(events.map(admissible));
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
      sessionKey: key ?? this.intake.keyOf(event.sessionId),
      eventId: event.eventId,
      actions: event.kind === 'actions' ? event.actions.length : 0,
      by: this.by,
    });
  }
}

/** For HTTP requests: fails within about a second when Redis is away, instead of waiting for it. */
@Injectable()
export class FastAdmission extends Admission {
  protected override readonly by = 'push';

  constructor(sessions: FastSessions, queue: PayloadQueue, telemetry: Telemetry, settings: Settings) {
    super(sessions.intake, queue, telemetry, settings);
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
