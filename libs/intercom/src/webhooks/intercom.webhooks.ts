import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { type DeskNotice, DeskWebhooks, type Signer, signerOf } from '@app/desk';
import { parseNotification } from './notification.parser';
import { isSignedByIntercom, isSignedForCanvas } from './signature';
import { topicOf, TOPICS } from './topics';

const SIGNED = { webhook: isSignedByIntercom, panel: isSignedForCanvas } as const;

/** Intercom's webhooks and inbox app, both signed by the client secret of the app in the Developer Hub. */
@Injectable()
export class IntercomWebhooks extends DeskWebhooks {
  readonly path: string;
  readonly refusals = {
    unsigned: 'the signature is missing or wrong: check INTERCOM_CLIENT_SECRET',
    unreadable: 'not an Intercom notification: expected a JSON object with a topic',
  };
  readonly topics = [...Object.keys(TOPICS), 'ping'];

  constructor(private readonly settings: Settings) {
    super();
    this.path = settings.INTERCOM_WEBHOOK_PATH;
  }

  signerOf(door: 'webhook' | 'panel', raw: Buffer, headers: IncomingHttpHeaders): Signer | null {
    const { INTERCOM_CLIENT_SECRET: present, INTERCOM_CLIENT_SECRET_PREVIOUS: previous } = this.settings;
    return signerOf({ present, previous }, (secret) => SIGNED[door](raw, headers, secret));
  }

  read(body: unknown): DeskNotice | null {
    const { INTERCOM_APP_ID: app, INTERCOM_SESSION_ATTRIBUTE: attribute } = this.settings;
    const notification = parseNotification(body, attribute);
    if (!notification) return null;
    const { id, topic, appId, conversationId, state, stateAt, contact, sessionAttribute: sessionId } = notification;
    const ours = !app || appId === app;
    return {
      id,
      topic,
      means: topicOf(topic)?.means ?? 'nothing',
      ours,
      conversationId,
      state,
      stateAt,
      contact,
      sessionId,
    };
  }
}
