import { Injectable, type NestMiddleware, UnauthorizedException } from '@nestjs/common';
import { Settings } from '@app/config';
import { Telemetry } from '@app/telemetry';
import type { Request, Response } from 'express';
import { DeliveryLog } from './delivery.log';
import { NotificationService } from './notification.service';
import { MOST_BYTES, parseJson, readBody } from './raw.body';
import { isSignedByIntercom, signerOf } from './signature';

/**
 * Intercom's door, at INTERCOM_WEBHOOK_PATH (a middleware, since a controller's path cannot come from the settings).
 * Answers 200 once the link attempt is durable, 401 for a bad signature, 400 for what is no notification, 503 when Redis is away;
 * never 410 or 429, which would unsubscribe or throttle us. Only signed bodies are parsed.
 */
@Injectable()
export class WebhookEntrance implements NestMiddleware<Request, Response> {
  constructor(
    private readonly settings: Settings,
    private readonly notifications: NotificationService,
    private readonly telemetry: Telemetry,
    private readonly deliveries: DeliveryLog,
  ) {}

  async use(request: Request, response: Response): Promise<void> {
    // Intercom validates the URL with an unsigned HEAD.
    if (request.method === 'HEAD') {
      response.status(200).end();
      return;
    }
    const started = performance.now();
    const { INTERCOM_CLIENT_SECRET: present, INTERCOM_CLIENT_SECRET_PREVIOUS: previous } = this.settings;
    const raw = await readBody(request, MOST_BYTES.webhook);
    const signer = signerOf({ present, previous }, (secret) => isSignedByIntercom(raw, request.headers, secret));
    if (!signer) {
      this.deliveries.record('', 'refused');
      throw new UnauthorizedException('the signature is missing or wrong: check INTERCOM_CLIENT_SECRET');
    }
    response.locals.signedBy = signer;
    const { notification, decision } = await this.notifications.handle(parseJson(raw));
    const { id: notificationId, topic, conversationId } = notification;
    const ms = Math.round(performance.now() - started);
    this.telemetry.record({ what: 'link', topic, notificationId, conversationId, decision, ms });
    response.status(200).json({ decision });
    this.deliveries.record(topic, decision);
  }
}
