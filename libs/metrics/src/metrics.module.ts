import { getQueueToken } from '@nestjs/bullmq';
import { DynamicModule, type MiddlewareConsumer, Module, type NestModule, type Provider } from '@nestjs/common';
import { Settings, type Role } from '@app/config';
import { DeskBudget, RateGate } from '@app/desk';
import { LlmGate } from '@app/llm';
import { HealthRegistry } from '@app/observability';
import { QUEUE_KEYS, QUEUES, QueuesModule } from '@app/queues';
import { REDIS_FAST } from '@app/redis';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { Registry } from 'prom-client';
import type { Collector } from './collector';
import { EventMetrics } from './event.metrics';
import { createMetrics, type Metrics } from './metrics';
import { MetricsController } from './metrics.controller';
import { ReadinessCollector } from './readiness.collector';
import { beginRequests, RequestCounter } from './request.counter';
import { SharedCollector } from './shared.collector';
import { StreamCollector } from './stream.collector';
import { StreamSource, StreamSourceModule } from './stream.source';
import { COLLECTORS, METRICS_REGISTRY, METRICS_SET } from './tokens';

/** Roles whose processes tell the shared state. */
const SHARED_BY: readonly Role[] = ['writer', 'dashboard'];

const QUEUE_TOKENS = QUEUE_KEYS.map((key) => getQueueToken(QUEUES[key].name));

function collectors(roles: readonly Role[]): Provider {
  return {
    provide: COLLECTORS,
    inject: [METRICS_SET, StreamSource, HealthRegistry, Settings, REDIS_FAST, DeskBudget, ...QUEUE_TOKENS],
    useFactory: (
      metrics: Metrics,
      stream: StreamSource,
      health: HealthRegistry,
      settings: Settings,
      redis: Redis,
      budget: DeskBudget,
      ...queues: Queue[]
    ): Collector[] => {
      const own = [new ReadinessCollector(metrics, health, redis), new StreamCollector(metrics, stream)];
      if (!roles.some((role) => SHARED_BY.includes(role))) return own;
      const { REDIS_PREFIX: prefix } = settings;
      const rate = new RateGate(redis, prefix, budget);
      return [...own, new SharedCollector(metrics, settings, redis, rate, new LlmGate(redis, prefix), queues)];
    },
  };
}

/** `/metrics`, and what fills it: what happens in this process, its readiness, its stream, and by some roles the shared state. */
@Module({})
export class MetricsModule implements NestModule {
  static forRoles(roles: readonly Role[]): DynamicModule {
    const registry = new Registry();
    return {
      module: MetricsModule,
      // Middleware of global modules comes first: the webhook's door answers without calling the next.
      global: true,
      imports: [
        PrometheusModule.register({
          defaultMetrics: { enabled: true, config: { register: registry } },
          controller: MetricsController,
        }),
        QueuesModule,
        StreamSourceModule,
      ],
      providers: [
        { provide: METRICS_REGISTRY, useValue: registry },
        {
          provide: METRICS_SET,
          useFactory: () => {
            const metrics = createMetrics(registry);
            metrics.process.set({ roles: roles.join(',') }, 1);
            if (roles.includes('webhook')) beginRequests(metrics);
            return metrics;
          },
        },
        EventMetrics,
        collectors(roles),
      ],
      // For the controller, which lives in the module of the library.
      exports: [METRICS_REGISTRY, METRICS_SET, COLLECTORS],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestCounter).forRoutes('{*splat}');
  }
}
