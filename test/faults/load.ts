import { setTimeout as pause } from 'node:timers/promises';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { until } from '../support/until';
import { newSession, type OtherSide } from '../support/sandbox';

interface Visit {
  session: string;
  conversation: string;
  texts: string[];
  /** Time of the last click, Unix seconds: a note sorts by time, so clicks of one visit never share one. */
  clickedAt: number;
}

export interface LoadOptions {
  /** How the connector tells a click on this label. */
  sentence?: (label: string) => string;
  /** How likely a click of a frame is on the label of the one before. */
  again?: number;
}

/** Customers who click: every label is clicked once, or several times in a row, so that each can be found again and counted. */
export class Load {
  readonly sent = new Map<string, string[]>();
  /** How many of the first ones of a conversation led to its question: they were buffered when the link was made. */
  readonly led = new Map<string, number>();
  private readonly visits: Visit[] = [];

  constructor(
    private readonly other: OtherSide,
    private readonly options: LoadOptions = {},
  ) {}

  /** Conversations whose session is named by their attribute: linked before the first click. */
  async begin(sessions: number): Promise<void> {
    for (let i = 0; i < sessions; i++) {
      const { id } = await this.other.contact({ external_id: `visitor-${i}` });
      const session = newSession();
      const conversation = await this.other.writes(id, { custom_attributes: { posthog_session_id: session } });
      const texts: string[] = [];
      this.visits.push({ session, conversation, texts, clickedAt: 0 });
      this.sent.set(conversation, texts);
    }
    await until('every link is made', async () => {
      const { sent } = await this.other.state<{ sent: { conversationId?: string | null; status: number | null }[] }>(
        'webhooks',
      );
      return sent.filter(({ status }) => status === 200).length >= sessions;
    });
  }

  /** Visits that are linked in the middle: they click first, and ask once `buffered` tells that all of it is in Redis. */
  async beginUnlinked(sessions: number, clicks: number, buffered: (session: string) => Promise<number>): Promise<void> {
    for (let i = 0; i < sessions; i++) {
      const { id } = await this.other.contact({ external_id: `asks-later-${i}` });
      const visit: Visit = { session: newSession(), conversation: '', texts: [], clickedAt: 0 };
      await this.other.control('POST', '/frames', { frames: [this.frame(visit, clicks)] });
      await until('what led to the question is buffered', async () => (await buffered(visit.session)) === clicks);
      const attributes = { custom_attributes: { posthog_session_id: visit.session } };
      visit.conversation = await this.other.writes(id, attributes);
      this.visits.push(visit);
      this.sent.set(visit.conversation, visit.texts);
      this.led.set(visit.conversation, clicks);
    }
  }

  get total(): number {
    return this.visits.reduce((sum, { texts }) => sum + texts.length, 0);
  }

  /** Sends `actions` in all, in frames of 1 to 4 over all visits, `perSecond` of them. `halt` ends it early. */
  async send(actions: number, perSecond: number, halt: () => boolean = () => false): Promise<void> {
    const began = Date.now();
    let sent = 0;
    while (sent < actions && !halt()) {
      const frames: unknown[] = [];
      const due = Math.min(actions, Math.ceil(((Date.now() - began) / 1000) * perSecond));
      while (sent < due) {
        const visit = this.visits[Math.floor(Math.random() * this.visits.length)]!;
        const size = Math.min(1 + Math.floor(Math.random() * 4), actions - sent);
        frames.push(this.frame(visit, size));
        sent += size;
      }
      if (frames.length > 0) await this.other.control('POST', '/frames', { frames });
      await pause(50);
    }
  }

  private frame(visit: Visit, size: number): unknown {
    const { session, texts } = visit;
    const { sentence = (label) => label, again = 0 } = this.options;
    const now = Date.now() / 1000;
    const actions = Array.from({ length: size }, (_, index) => {
      const repeated = index > 0 && Math.random() < again ? texts.at(-1) : undefined;
      const text = repeated ?? `${session.slice(0, 8)} action ${texts.length + 1}`;
      texts.push(text);
      visit.clickedAt = Math.max(now, visit.clickedAt + 0.001);
      return {
        index,
        type: 'click',
        title: '',
        description: sentence(text),
        timestamp_start: visit.clickedAt,
        timestamp_end: visit.clickedAt,
        raw_url: '',
        canonical_url: 'https://shop.example/',
      };
    });
    return {
      type: 'actions',
      product_id: SANDBOX_CREDENTIALS.productId,
      session_id: session,
      user_id: null,
      email: null,
      count: size,
      forwarded_at: now,
      actions,
    };
  }
}
