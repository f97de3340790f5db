import { randomUUID } from 'node:crypto';
import { plainText } from '../intercom/bodies';
import type { Contact, Part, StoredConversation } from '../intercom/model';
import { unixNow } from '../intercom/model';
import { conversationShape } from '../intercom/shapes';

/** The envelope of one notification; only `ping` has no id. */
export function notification(topic: string, item: Record<string, unknown>, appId: string) {
  const now = unixNow();
  return {
    type: 'notification_event',
    app_id: appId,
    data: { type: 'notification_event_data', item },
    links: {},
    id: topic === 'ping' ? null : `notif_${randomUUID()}`,
    topic,
    delivery_status: topic === 'ping' ? null : 'pending',
    delivery_attempts: 1,
    delivered_at: 0,
    first_sent_at: now,
    created_at: now,
    self: null,
  };
}

export type Notification = ReturnType<typeof notification>;

/** A conversation as webhooks carry it: only the parts that are new, and text instead of HTML since version 2.15. */
export function conversationItem(
  conversation: StoredConversation,
  contact: Contact,
  parts: Part[],
  format: 'plain' | 'html',
) {
  const text = (body: string | null) => (format === 'plain' ? plainText(body) : body);
  const date = (seconds: number) => (format === 'plain' ? seconds : new Date(seconds * 1000).toISOString());
  const shape = conversationShape(
    conversation,
    contact,
    parts.map((part) => ({ ...part, body: text(part.body) })),
  );
  return {
    ...shape,
    source: { ...shape.source, body: text(shape.source.body) },
    statistics: {
      ...shape.statistics,
      first_contact_reply_at: date(conversation.createdAt),
      last_contact_reply_at: date(conversation.updatedAt),
    },
  };
}
