import { Injectable, type NestMiddleware, type RawBodyRequest, UnauthorizedException } from '@nestjs/common';
import { Settings } from '@app/config';
import { Telemetry } from '@app/telemetry';
import type { Request, Response } from 'express';
import { DeliveryLog } from './delivery.log';
import { NotificationService } from './notification.service';
import { isSignedByIntercom } from './signature';

/**
 * Intercom's door, at INTERCOM_WEBHOOK_PATH (a middleware, since a controller's path cannot come from the settings).
 * Answers 200 once the link attempt is durable, 401 for a bad signature, 400 for what is no notification, 503 when Redis is away;
 * never 410 or 429, which would unsubscribe or throttle us. Only signed bodies are read.
 */
@Injectable()
export class WebhookEntrance implements NestMiddleware<RawBodyRequest<Request>, Response> {
  constructor(
    private readonly settings: Settings,
    private readonly notifications: NotificationService,
    private readonly telemetry: Telemetry,
    private readonly deliveries: DeliveryLog,
  ) {}

  async use(request: RawBodyRequest<Request>, response: Response): Promise<void> {
    // Intercom validates the URL with an unsigned HEAD.
    if (request.method === 'HEAD') {
      response.status(200).end();
      return;
    }
    const started = performance.now();
    if (!isSignedByIntercom(request.rawBody, request.headers, this.settings.INTERCOM_CLIENT_SECRET)) {
      this.deliveries.record('', 'refused');
      throw new UnauthorizedException('the signature is missing or wrong: check INTERCOM_CLIENT_SECRET');
    }
    const { notification, decision } = await this.notifications.handle(request.body);
    const { id: notificationId, topic, conversationId } = notification;
    const ms = Math.round(performance.now() - started);
    this.telemetry.record({ what: 'link', topic, notificationId, conversationId, decision, ms });
    response.status(200).json({ decision });
    this.deliveries.record(topic, decision);
  }
}
