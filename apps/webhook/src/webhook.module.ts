import { type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { AdmissionModule } from '@app/admission';
import { Settings } from '@app/config';
import { ErasureRequestsModule } from '@app/erasure';
import { IntercomModule } from '@app/intercom';
import { MasksModule } from '@app/masks';
import { QueuesModule } from '@app/queues';
import { SessionsModule } from '@app/sessions';
import { TelemetryModule } from '@app/telemetry';
import { rateLimit } from 'express-rate-limit';
import { AllowedOrigins } from './allowed.origins';
import { ContactProof } from './contact.proof';
import { DeliveryLog } from './delivery.log';
import { ErasureIntake } from './erasure.intake';
import { Links } from './links';
import { NotificationService } from './notification.service';
import { PushController } from './push.controller';
import { SessionLinkController } from './session-link.controller';
import { WebhookEntrance } from './webhook.entrance';

/** Per address and minute, in this process: a browser links a session once, and each try costs calls of Intercom's budget. */
const LINKS_PER_MINUTE = 30;

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
  providers: [NotificationService, Links, ContactProof, ErasureIntake, DeliveryLog],
})
export class WebhookModule implements NestModule {
  constructor(private readonly settings: Settings) {}

  configure(consumer: MiddlewareConsumer): void {
    const path = this.settings.INTERCOM_WEBHOOK_PATH;
    consumer
      .apply(WebhookEntrance)
      .forRoutes({ path, method: RequestMethod.POST }, { path, method: RequestMethod.HEAD });
    const limit = rateLimit({
      windowMs: 60_000,
      limit: LINKS_PER_MINUTE,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      validate: { xForwardedForHeader: false },
    });
    consumer.apply(AllowedOrigins, limit).forRoutes({ path: 'sessions/link', method: RequestMethod.ALL });
  }
}
