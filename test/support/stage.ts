import { sessionKeyOf } from '@app/redis';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { OtherSide } from './sandbox';
import { OwnRedis, Service } from './service';
import { until } from './until';

export interface StageOptions {
  environment?: Record<string, string>;
  sandbox?: Record<string, unknown>;
  roles?: string[];
}

/** A whole installation: Redis, the sandbox as the other side, and the service in one process or in several. */
export class Stage {
  private constructor(
    readonly other: OtherSide,
    readonly redis: OwnRedis,
    readonly services: Service[],
    readonly environment: Record<string, string>,
  ) {}

  static async open({
    environment = {},
    sandbox = {},
    roles = ['webhook,stream,writer,dashboard'],
  }: StageOptions = {}): Promise<Stage> {
    const redis = new OwnRedis();
    const other = await OtherSide.start({ webhookRetryMs: 500, ...sandbox });
    const stage = new Stage(other, redis, [], {
      ...redis.environment,
      ...other.environment,
      AUTOPLAY_PUSH_SECRET: 'sandbox-push-secret',
      ...environment,
    });
    for (const role of roles) await stage.add(role);
    for (const service of stage.services) await service.untilReady();
    return stage;
  }

  get service(): Service {
    return this.services[0]!;
  }

  /** One more process; the first with a public door gets the webhooks. */
  async add(roles: string, environment: Record<string, string> = {}): Promise<Service> {
    const service = await Service.start({ environment: { ...this.environment, ...environment }, roles });
    if (roles.includes('webhook'))
      await this.other.settings({ webhookUrl: `${service.url}/webhooks/intercom`, pushUrl: null });
    this.services.push(service);
    return service;
  }

  /** Waits until that many actions of an unlinked session are in its buffer: what is still on its way at the link is another note. */
  async buffered(sessionId: string, actions: number): Promise<void> {
    const key = `${this.redis.prefix}:s:${sessionKeyOf(SANDBOX_CREDENTIALS.productId, sessionId)}:q`;
    await until(`${actions} actions in the buffer`, async () => (await this.redis.client.llen(key)) === actions);
  }

  /** How many jobs of a queue have failed: looked up, where `sidenote failed` would be a process for each look. */
  failedJobs = (queue: 'dead-letters' | 'redactions'): Promise<number> =>
    this.redis.client.zcard(`${this.redis.prefix}:bull:${queue}:failed`);

  async close(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    await this.other.close();
    await this.redis.close();
  }
}
