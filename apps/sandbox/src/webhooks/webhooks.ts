import type { Feed } from '../feed';
import type { Pauses } from '../http/pauses';
import type { Contact, Part, StoredConversation } from '../intercom/model';
import type { SandboxSettings } from '../settings';
import { conversationItem, notification, type Notification } from './notification';
import { signatureHeaders } from './signature';

/** One notification's way out. `status` is the last answer, 0 where there was none, null before the first. */
export interface Delivery {
  id: string | null;
  topic: string;
  at: number;
  status: number | null;
  attempts: number;
  conversationId: string | null;
}

const KEPT = 5_000;

/** Intercom's deliveries: signed, 5 s to answer, one retry after a minute, then dropped. No answer ever harms the sandbox. */
export class Webhooks {
  private deliveries: { delivery: Delivery; notification: Notification }[] = [];

  constructor(
    private readonly settings: SandboxSettings,
    private readonly pauses: Pauses,
    private readonly feed: Feed,
  ) {}

  get sent(): Delivery[] {
    return this.deliveries.map(({ delivery }) => delivery);
  }

  conversation(topic: string, conversation: StoredConversation, contact: Contact, parts: Part[]): void {
    this.send(topic, conversationItem(conversation, contact, parts, this.settings.webhookFormat), conversation.id);
  }

  ping(): Delivery {
    return this.send('ping', { type: 'ping', message: 'something something interzen' });
  }

  /** Starts a delivery and returns at once; without a `webhookUrl` it is only written down. */
  send(topic: string, item: Record<string, unknown>, conversationId: string | null = null): Delivery {
    const message = notification(topic, item, this.settings.appId);
    const delivery: Delivery = { id: message.id, topic, at: Date.now(), status: null, attempts: 0, conversationId };
    this.deliveries.push({ delivery, notification: message });
    if (this.deliveries.length > KEPT * 1.1) this.deliveries = this.deliveries.slice(-KEPT);
    void this.deliver(delivery, message);
    return delivery;
  }

  /** Sends a notification once more, byte for byte. Null: there is none of that id. */
  async resend(id: string): Promise<Delivery | null> {
    const found = this.deliveries.find(({ delivery }) => delivery.id === id);
    if (!found) return null;
    await this.attempt(found.delivery, JSON.stringify(found.notification));
    return found.delivery;
  }

  /** Posts exactly this, and reports the answer; 0 = none. */
  async post(body: string, headers: Record<string, string>): Promise<number> {
    if (!this.settings.webhookUrl) return 0;
    try {
      const answer = await fetch(this.settings.webhookUrl, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/json', 'User-Agent': 'intercom-sandbox/1.0', ...headers },
        body,
        signal: AbortSignal.any([AbortSignal.timeout(this.settings.webhookTimeoutMs), this.pauses.signal]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return 0;
    }
  }

  signed(body: string): Record<string, string> {
    return signatureHeaders(body, this.settings.clientSecret, this.settings.signature);
  }

  clear(): void {
    this.deliveries = [];
  }

  private async deliver(delivery: Delivery, message: Notification): Promise<void> {
    if (await this.attempt(delivery, JSON.stringify(message))) return;
    if (!(await this.pauses.wait(this.settings.webhookRetryMs))) return;
    message.delivery_attempts += 1;
    await this.attempt(delivery, JSON.stringify(message));
  }

  /** True when it arrived, or when there is nobody to send it to. */
  private async attempt(delivery: Delivery, body: string): Promise<boolean> {
    if (!this.settings.webhookUrl) return true;
    const status = await this.post(body, this.signed(body));
    delivery.attempts += 1;
    delivery.status = status;
    const { id, topic, attempts, conversationId } = delivery;
    this.feed.tell('webhook', { id, topic, status, attempts, conversationId });
    return status >= 200 && status < 300;
  }
}
