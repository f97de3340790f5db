import { Controller, Get, Inject, Logger, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Registry } from 'prom-client';
import type { Collector } from './collector';
import type { Metrics } from './metrics';
import { COLLECTORS, METRICS_REGISTRY, METRICS_SET } from './tokens';
import { within } from './within';

/** What takes longer is left out of this scrape, in milliseconds; Prometheus gives up after 10 s. */
const COLLECT_TIMEOUT_MS = 3_000;

/** `/metrics`, for Prometheus, on the ops door of every role. */
@Controller()
export class MetricsController {
  private readonly logger = new Logger('Metrics');
  private readonly failing = new Set<string>();

  constructor(
    @Inject(METRICS_REGISTRY) private readonly registry: Registry,
    @Inject(METRICS_SET) private readonly metrics: Metrics,
    @Inject(COLLECTORS) private readonly collectors: readonly Collector[],
  ) {}

  @Get()
  async index(@Res({ passthrough: true }) response: Response): Promise<string> {
    await Promise.all(this.collectors.map((collector) => this.bring(collector)));
    response.setHeader('content-type', this.registry.contentType);
    return this.registry.metrics();
  }

  private async bring(collector: Collector): Promise<void> {
    const { name } = collector;
    try {
      await within(COLLECT_TIMEOUT_MS, Promise.resolve(collector.collect()));
      this.failing.delete(name);
    } catch (error) {
      collector.forget();
      this.metrics.collectErrors.inc({ collector: name });
      // Once, until it works again: it is asked several times a minute.
      if (!this.failing.has(name))
        this.logger.warn(`no ${name} figures: ${error instanceof Error ? error.message : name}`);
      this.failing.add(name);
    }
  }
}
