import { Module } from '@nestjs/common';
import { PendingUnlinksModule } from '@app/corrections';
import { DeskModule } from '@app/desk';
import { PendingErasuresModule } from '@app/erasure';
import { LlmModule } from '@app/llm';
import { QueuesModule } from '@app/queues';
import { SessionsModule } from '@app/sessions';
import { TelemetryModule } from '@app/telemetry';
import { MissedWebhooks } from './missed-webhooks';
import { MissedWebhooksSearch } from './missed-webhooks.search';
import { NoteDelivery } from './note.delivery';
import { NoteText } from './note.text';
import { PausedSessions } from './paused.sessions';
import { handlers, QueueHandlers } from './queue.handlers';
import { SignalWatch } from './signal.watch';
import { SweepSchedule } from './sweep.schedule';
import { HANDLERS, WorkerFleet } from './worker.fleet';
import { WriterHealth } from './writer.health';

/** The writer role: one handler per queue of the catalog (a missing one does not compile). */
@Module({
  imports: [
    SessionsModule,
    QueuesModule,
    DeskModule,
    LlmModule,
    TelemetryModule,
    PendingErasuresModule,
    PendingUnlinksModule,
  ],
  providers: [
    ...handlers,
    NoteText,
    SignalWatch,
    NoteDelivery,
    SweepSchedule,
    PausedSessions,
    MissedWebhooksSearch,
    MissedWebhooks,
    WriterHealth,
    { provide: HANDLERS, useClass: QueueHandlers },
    WorkerFleet,
  ],
})
export class WriterModule {}
