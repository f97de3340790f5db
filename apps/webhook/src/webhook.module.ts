import { Inject, type MiddlewareConsumer, Module, type NestModule, RequestMethod } from '@nestjs/common';
import { ActivityModule } from '@app/activity';
import { AdmissionModule } from '@app/admission';
import { Settings } from '@app/config';
import { CorrectionsModule } from '@app/corrections';
import { DeskModule, DeskWebhooks } from '@app/desk';
import { ErasureRequestsModule } from '@app/erasure';
import { MasksModule } from '@app/masks';
import { QueuesModule } from '@app/queues';
import { REDIS_FAST } from '@app/redis';
import { SessionsModule } from '@app/sessions';
import { TelemetryModule } from '@app/telemetry';
import type { Redis } from 'ioredis';
import { ActivityController } from './activity/activity.controller';
import { ActivityDoor } from './activity/activity.door';
import { OpenApiDoor } from './activity/open.api.door';
import { AllowedOrigins } from './allowed.origins';
import { ContactProof } from './contact.proof';
import { DeliveryLog } from './delivery.log';
import { ErasureIntake } from './erasure.intake';
import { activityLimit, linkLimit } from './link.limit';
import { Links } from './links';
import { McpDoor } from './mcp/mcp.door';
import { McpOrigin } from './mcp/mcp.origin';
import { McpTool } from './mcp/mcp.tool';
import { NotificationService } from './notification.service';
import { Panel } from './panel/panel';
import { PanelController } from './panel/panel.controller';
import { PushController } from './push.controller';
import { PushProof } from './push.proof';
import { SessionLinkController } from './session-link.controller';
import { WebhookEntrance } from './webhook.entrance';

/** The webhook role: the help desk's webhooks, Autoplay's push mode, links from the browser, the panel, the read API, and its tool for agents. */
@Module({
  imports: [
    SessionsModule,
    QueuesModule,
    AdmissionModule,
    MasksModule,
    DeskModule,
    TelemetryModule,
    ErasureRequestsModule,
    ActivityModule,
    CorrectionsModule,
  ],
  controllers: [PushController, SessionLinkController, ActivityController, PanelController],
  providers: [NotificationService, Links, ContactProof, ErasureIntake, DeliveryLog, PushProof, Panel, McpTool],
})
export class WebhookModule implements NestModule {
  constructor(
    private readonly settings: Settings,
    private readonly webhooks: DeskWebhooks,
    @Inject(REDIS_FAST) private readonly redis: Redis,
  ) {}

  configure(consumer: MiddlewareConsumer): void {
    const { path } = this.webhooks;
    consumer
      .apply(WebhookEntrance)
      .forRoutes({ path, method: RequestMethod.POST }, { path, method: RequestMethod.HEAD });
    consumer.apply(OpenApiDoor).forRoutes({ path: 'activity/openapi.json', method: RequestMethod.GET });
    const reads = activityLimit(this.redis, this.settings.REDIS_PREFIX);
    consumer.apply(ActivityDoor, reads).forRoutes({ path: 'activity', method: RequestMethod.GET });
    if (this.settings.MCP)
      consumer.apply(McpOrigin, ActivityDoor, reads, McpDoor).forRoutes({ path: 'mcp', method: RequestMethod.ALL });
    const limit = linkLimit(this.redis, this.settings.REDIS_PREFIX);
    consumer.apply(AllowedOrigins, limit).forRoutes({ path: 'sessions/link', method: RequestMethod.ALL });
  }
}
