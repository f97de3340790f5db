import { Injectable, type OnModuleInit } from '@nestjs/common';
import { RateGate } from '@app/intercom';
import { HealthRegistry } from '@app/observability';
import { WorkerFleet } from './worker.fleet';

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
      const { paused } = await this.gate.status();
      return paused ? { ok: false, reason: `sending is paused: ${paused.reason}` } : { ok: true };
    });
  }
}
