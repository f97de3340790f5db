import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type Pause, RateGate } from '@app/desk';
import { HealthRegistry } from '@app/observability';
import { WorkerFleet } from './worker.fleet';

const PAUSED: Record<Pause['scope'], string> = {
  all: 'sending is paused',
  outage: 'Intercom is out of order, sending is paused',
  note: 'notes are paused',
  read: 'reading conversations is paused',
  redaction: 'redactions are paused',
};

/** Tells readiness whether the workers run and whether Intercom takes what we send. */
@Injectable()
export class WriterHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly fleet: WorkerFleet,
    private readonly gate: RateGate,
  ) {}

  onModuleInit(): void {
    this.registry.register('writer', () =>
      this.fleet.running ? { ok: true } : { ok: false, reason: 'the workers are not running' },
    );
    this.registry.register('intercom', async () => {
      const { pauses } = await this.gate.status();
      const reasons = pauses.map(({ scope, reason }) => `${PAUSED[scope]}: ${reason}`);
      return reasons.length > 0 ? { ok: false, reason: reasons.join('; ') } : { ok: true };
    });
  }
}
