import { Injectable } from '@nestjs/common';
import { CorrectionStore } from './correction.store';
import { DeadLetterStore } from './dead-letter.store';
import { ErasureStore } from './erasure.store';
import { FlushStore } from './flush.store';
import { IntakeStore } from './intake.store';
import { LinkStore } from './link.store';
import { PauseStore } from './pause.store';
import { RedactionStore } from './redaction.store';
import { FastSessionConnection, type SessionConnection } from './session.connection';
import { SignalStore } from './signal.store';
import { SummaryStore } from './summary.store';
import { SweepStore } from './sweep.store';

/**
 * The state of all sessions, in Redis, by who asks for it. Every method of a store is one atomic script or one command; together they
 * promise: an admitted action is in exactly one note, notes of a session are in the order of admission with one in flight, a session's
 * first link is kept, and only parts that were recorded here are ever named for redaction. They throw what ioredis throws when Redis is
 * away; then nothing has changed or all of it has.
 */
export class Sessions {
  readonly intake: IntakeStore;
  readonly flushes: FlushStore;
  readonly pauses: PauseStore;
  readonly signals: SignalStore;
  readonly summaries: SummaryStore;
  readonly redactions: RedactionStore;
  readonly deadLetters: DeadLetterStore;
  readonly links: LinkStore;
  readonly sweeps: SweepStore;
  readonly erasing: ErasureStore;
  readonly correcting: CorrectionStore;

  constructor(connection: SessionConnection) {
    this.intake = new IntakeStore(connection);
    this.flushes = new FlushStore(connection);
    this.pauses = new PauseStore(connection);
    this.signals = new SignalStore(connection);
    this.summaries = new SummaryStore(connection);
    this.redactions = new RedactionStore(connection);
    this.deadLetters = new DeadLetterStore(connection);
    this.links = new LinkStore(connection);
    this.sweeps = new SweepStore(connection);
    this.erasing = new ErasureStore(connection);
    this.correcting = new CorrectionStore(connection);
  }
}

/** For HTTP requests that must be answered: fails within about a second when Redis is away. */
@Injectable()
export class FastSessions extends Sessions {
  constructor(connection: FastSessionConnection) {
    super(connection);
  }
}
