import { createHmac } from 'node:crypto';
import { COLLEAGUE } from '../intercom/admins';
import type { StoredConversation } from '../intercom/model';
import { contactShape, wholeConversation } from '../intercom/shapes';
import type { SandboxSettings } from '../settings';
import type { World } from '../world';

/** So long does Intercom wait for an app in its inbox. */
const TIMEOUT_MS = 10_000;
/** So much does Intercom take of a canvas. */
const MOST_BYTES = 64 * 1024;

interface Canvas {
  content: { components: unknown[] };
  stored_data?: unknown;
}

/** `status`: of the app's answer; 0: there was none; null: nobody said where the app is. Without a canvas the answer was none. */
export interface Shown {
  canvas: Canvas | null;
  status: number | null;
}

/** The app beside a conversation, asked by Intercom's own signed requests, in the name of a colleague. */
export class InboxApp {
  constructor(private readonly world: Pick<World, 'settings' | 'desk' | 'pauses'>) {}

  /** Somebody opens the conversation. */
  open(conversation: StoredConversation): Promise<Shown> {
    return this.ask('initialize', this.facts(conversation));
  }

  /** `canvas`: on which something was pressed, as the browser gives it back. */
  press(conversation: StoredConversation, componentId: string, canvas: object): Promise<Shown> {
    const pressed = { component_id: componentId, input_values: {}, current_canvas: canvas };
    return this.ask('submit', { ...this.facts(conversation), ...pressed });
  }

  private facts(conversation: StoredConversation) {
    const contact = this.world.desk.contactOf(conversation);
    const { id, name, email } = COLLEAGUE;
    return {
      workspace_id: this.world.settings.appId,
      workspace_region: 'US',
      admin: { type: 'admin', id, name, email },
      conversation: wholeConversation(conversation, contact),
      contact: contactShape(contact, this.world.settings.appId),
    };
  }

  private async ask(what: 'initialize' | 'submit', facts: object): Promise<Shown> {
    const { clientSecret } = this.world.settings;
    const base = canvasBase(this.world.settings);
    if (base === null) return { canvas: null, status: null };
    const body = JSON.stringify(facts);
    const signature = createHmac('sha256', clientSecret).update(body).digest('hex');
    try {
      const answer = await fetch(new URL(what, base), {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/json', 'X-Body-Signature': signature },
        body,
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), this.world.pauses.signal]),
      });
      const text = await answer.text();
      return { canvas: answer.ok ? canvasIn(text) : null, status: answer.status };
    } catch {
      return { canvas: null, status: 0 };
    }
  }
}

/** The service's own path of its webhook: what stands before it stands before all of its public paths. */
const WEBHOOK_PATH = /\/webhooks\/intercom\/?$/;

/** With a slash at its end; null: nobody said where the service is. A webhook with a path of its own says nothing but the host. */
export function canvasBase({ canvasUrl, webhookUrl }: Pick<SandboxSettings, 'canvasUrl' | 'webhookUrl'>): URL | null {
  if (canvasUrl !== null) return new URL(canvasUrl.replace(/\/*$/, '/'));
  if (webhookUrl === null) return null;
  const { origin, pathname } = new URL(webhookUrl);
  const before = WEBHOOK_PATH.test(pathname) ? pathname.replace(WEBHOOK_PATH, '') : '';
  return new URL(`${before}/canvas/`, origin);
}

/** Null: it is none, or one that Intercom would not take. */
function canvasIn(text: string): Canvas | null {
  try {
    const { canvas } = JSON.parse(text) as { canvas?: Partial<Canvas> };
    if (!canvas || !Array.isArray(canvas.content?.components)) return null;
    const parts = [canvas.content, canvas.stored_data ?? {}].map((part) => Buffer.byteLength(JSON.stringify(part)));
    return Math.max(...parts) <= MOST_BYTES ? (canvas as Canvas) : null;
  } catch {
    return null;
  }
}
