import { Inject, Injectable } from '@nestjs/common';
import { Telemetry, type TelemetryEvent } from '@app/telemetry';
import { BoundedLabel } from './bounded.label';
import type { Metrics } from './metrics';
import { METRICS_SET } from './tokens';

type Told<W extends TelemetryEvent['what']> = Extract<TelemetryEvent, { what: W }>;

/** Turns what happens in this process into counts; each event is told in one process only. */
@Injectable()
export class EventMetrics {
  private readonly topics = new BoundedLabel(30);
  private readonly decisions = new BoundedLabel(40);
  private readonly statuses = new BoundedLabel(30);
  private readonly models = new BoundedLabel(10);

  constructor(
    @Inject(METRICS_SET) private readonly metrics: Metrics,
    telemetry: Telemetry,
  ) {
    telemetry.listen((event) => this.count(event));
  }

  private count(event: TelemetryEvent): void {
    switch (event.what) {
      case 'payload':
        return this.payload(event);
      case 'link':
        return this.link(event);
      case 'note':
        return this.note(event);
      case 'intercom_call':
        return this.call(event);
      case 'summary':
        return this.summary(event);
      case 'signal':
        return this.metrics.signals.inc({ kind: event.kind });
      case 'redaction':
        return this.metrics.redactions.inc({ outcome: event.outcome });
      case 'correction':
        // Of people: the journal tells each.
        return;
    }
  }

  private payload({ by, outcome, actions }: Told<'payload'>): void {
    this.metrics.payloads.inc({ by, outcome });
    if (outcome === 'admitted') this.metrics.actionsReceived.inc({ by }, actions);
  }

  private link({ topic: given, decision }: Told<'link'>): void {
    const topic = this.topics.of(given);
    this.metrics.webhooks.inc({ topic, outcome: this.decisions.of(decision) });
    this.metrics.webhookLast.set({ topic }, Date.now() / 1000);
  }

  private note({ kind, outcome, actions, latencyMs, atLink }: Told<'note'>): void {
    this.metrics.notes.inc({ kind, outcome });
    if (outcome !== 'posted' && outcome !== 'found') return;
    this.metrics.actionsPosted.inc(actions);
    if (kind !== 'actions' || latencyMs === undefined) return;
    // forwarded_at is another machine's clock.
    this.metrics.noteLatency.observe({ phase: atLink ? 'at_link' : 'after_link' }, Math.max(0, latencyMs) / 1000);
  }

  private call({ operation, outcome, status, ms }: Told<'intercom_call'>): void {
    const said = status === undefined ? 'none' : this.statuses.of(String(status));
    this.metrics.intercomCalls.inc({ operation, outcome, status: said });
    this.metrics.intercomDuration.observe({ operation }, ms / 1000);
  }

  private summary(told: Told<'summary'>): void {
    if (told.outcome === 'deferred') return this.metrics.llmDeferred.inc();
    if (told.outcome === 'stored') this.metrics.summaries.inc({ by: told.rulesBecause ? 'rules' : 'llm' });
    // Failures of our own side (Redis away) are no calls.
    if (told.kind === 'own') return;
    for (const finding of told.refused ?? []) {
      this.metrics.llmCalls.inc({ outcome: 'gated' });
      this.metrics.llmGated.inc({ finding });
    }
    if (!told.rulesBecause)
      this.metrics.llmCalls.inc({ outcome: told.outcome === 'stored' ? 'ok' : (told.kind ?? 'failed') });
    // Rules that were never asked after an LLM used nothing.
    if (told.model === 'rules') return;
    this.metrics.llmDuration.observe(told.ms / 1000);
    if (told.model !== undefined) this.used(told, this.models.of(told.model));
  }

  private used({ promptTokens = 0, completionTokens = 0, costUsd }: Told<'summary'>, model: string): void {
    this.metrics.llmTokens.inc({ model, direction: 'prompt' }, promptTokens);
    this.metrics.llmTokens.inc({ model, direction: 'completion' }, completionTokens);
    if (costUsd === undefined) this.metrics.llmUnpriced.inc({ model });
    else this.metrics.llmCost.inc({ model }, costUsd);
  }
}
