import { Injectable, type NestMiddleware, UnauthorizedException } from '@nestjs/common';
import { DeskWebhooks } from '@app/desk';
import { Telemetry } from '@app/telemetry';
import type { Request, Response } from 'express';
import { DeliveryLog } from './delivery.log';
import { NotificationService } from './notification.service';
import { MOST_BYTES, parseJson, readBody } from './raw.body';

/**
 * The help desk's door (a middleware, since a controller's path cannot come from the settings).
 * Answers 200 once the link attempt is durable, 401 for a bad signature, 400 for what is no notification, 503 when Redis is away;
 * never 410 or 429, which would unsubscribe or throttle us. Only signed bodies are parsed.
 */
@Injectable()
export class WebhookEntrance implements NestMiddleware<Request, Response> {
  constructor(
    private readonly webhooks: DeskWebhooks,
    private readonly notifications: NotificationService,
    private readonly telemetry: Telemetry,
    private readonly deliveries: DeliveryLog,
  ) {}

  async use(request: Request, response: Response): Promise<void> {
    // A desk validates the URL with an unsigned HEAD.
    if (request.method === 'HEAD') {
      response.status(200).end();
      return;
    }
    const started = performance.now();
    const raw = await readBody(request, MOST_BYTES.webhook);
    const signer = this.webhooks.signerOf('webhook', raw, request.headers);
    if (!signer) {
      this.deliveries.record('', 'refused');
      throw new UnauthorizedException(this.webhooks.refusals.unsigned);
    }
    response.locals.signedBy = signer;
    const { notice, decision } = await this.notifications.handle(parseJson(raw));
    const { id: notificationId, topic, conversationId } = notice;
    const ms = Math.round(performance.now() - started);
    this.telemetry.record({ what: 'link', topic, notificationId, conversationId, decision, ms });
    response.status(200).json({ decision });
    this.deliveries.record(topic, decision);
  }
}
