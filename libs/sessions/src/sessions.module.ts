import { Module } from '@nestjs/common';
import { CorrectionStore } from './correction.store';
import { DeadLetterStore } from './dead-letter.store';
import { ErasureStore } from './erasure.store';
import { FlushStore } from './flush.store';
import { IntakeStore } from './intake.store';
import { LinkStore } from './link.store';
import { PauseStore } from './pause.store';
import { RedactionStore } from './redaction.store';
import { FastSessionConnection, PatientSessionConnection, SessionConnection } from './session.connection';
import { FastSessions } from './sessions';
import { SignalStore } from './signal.store';
import { SummaryStore } from './summary.store';
import { SweepStore } from './sweep.store';

const stores = [
  IntakeStore,
  FlushStore,
  PauseStore,
  SignalStore,
  SummaryStore,
  RedactionStore,
  DeadLetterStore,
  LinkStore,
  SweepStore,
  ErasureStore,
  CorrectionStore,
];

/** The stores wait for Redis; `FastSessions` fails within about a second when it is away. */
@Module({
  providers: [
    { provide: SessionConnection, useClass: PatientSessionConnection },
    FastSessionConnection,
    FastSessions,
    ...stores,
  ],
  exports: [FastSessions, ...stores],
})
export class SessionsModule {}
