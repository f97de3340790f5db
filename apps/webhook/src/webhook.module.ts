import { Inject, type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { AdmissionModule } from '@app/admission';
import { Settings } from '@app/config';
import { ErasureRequestsModule } from '@app/erasure';
import { IntercomModule } from '@app/intercom';
import { MasksModule } from '@app/masks';
import { QueuesModule } from '@app/queues';
import { REDIS_FAST } from '@app/redis';
import { SessionsModule } from '@app/sessions';
import { TelemetryModule } from '@app/telemetry';
import type { Redis } from 'ioredis';
import { AllowedOrigins } from './allowed.origins';
import { ContactProof } from './contact.proof';
import { DeliveryLog } from './delivery.log';
import { ErasureIntake } from './erasure.intake';
import { linkLimit } from './link.limit';
import { Links } from './links';
import { NotificationService } from './notification.service';
import { PushController } from './push.controller';
import { PushProof } from './push.proof';
import { SessionLinkController } from './session-link.controller';
import { WebhookEntrance } from './webhook.entrance';

/** The webhook role: Intercom's webhooks, Autoplay's push mode, and links from the browser. */
@Module({
  imports: [
    SessionsModule,
    QueuesModule,
    AdmissionModule,
    MasksModule,
    IntercomModule,
    TelemetryModule,
    ErasureRequestsModule,
  ],
  controllers: [PushController, SessionLinkController],
  providers: [NotificationService, Links, ContactProof, ErasureIntake, DeliveryLog, PushProof],
})
export class WebhookModule implements NestModule {
  constructor(
    private readonly settings: Settings,
    @Inject(REDIS_FAST) private readonly redis: Redis,
  ) {}

  configure(consumer: MiddlewareConsumer): void {
    const path = this.settings.INTERCOM_WEBHOOK_PATH;
    consumer
      .apply(WebhookEntrance)
      .forRoutes({ path, method: RequestMethod.POST }, { path, method: RequestMethod.HEAD });
    const limit = linkLimit(this.redis, this.settings.REDIS_PREFIX);
    consumer.apply(AllowedOrigins, limit).forRoutes({ path: 'sessions/link', method: RequestMethod.ALL });
  }
}
