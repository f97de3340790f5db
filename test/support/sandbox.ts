import { randomUUID } from 'node:crypto';
import type { Action, ConversationPart } from '@app/contracts';
import { SANDBOX_CREDENTIALS, startSandbox, type Sandbox, type SandboxOptions } from '@role/sandbox';
import { convert } from 'html-to-text';

export interface Thread {
  id: string;
  state: string;
  parts: ConversationPart[];
}

type Json = Record<string, unknown>;

/** The other side, as a test plays it: what customers, colleagues, the connector and trouble do, over the control API alone. */
export class OtherSide {
  private constructor(private readonly sandbox: Sandbox) {}

  static async start(settings: Json = {}, options: SandboxOptions = {}): Promise<OtherSide> {
    const other = new OtherSide(await startSandbox({ port: 0, visitors: false, ...options }));
    await other.settings(settings);
    return other;
  }

  get url(): string {
    return this.sandbox.url;
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  /** Environment of a service that talks to this sandbox. */
  get environment(): Record<string, string> {
    const c = SANDBOX_CREDENTIALS;
    return {
      AUTOPLAY_STREAM_URL: `${this.url}/autoplay/stream/${c.productId}`,
      AUTOPLAY_API_TOKEN: c.streamToken,
      INTERCOM_BASE_URL: `${this.url}/intercom`,
      INTERCOM_ACCESS_TOKEN: c.intercomToken,
      INTERCOM_ADMIN_ID: c.adminId,
      INTERCOM_CLIENT_SECRET: c.clientSecret,
      OPENAI_API_KEY: c.openaiKey,
      OPENAI_BASE_URL: `${this.url}/openai/v1`,
    };
  }

  async control<T = Json>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`control ${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  settings = (changes: Json) => this.control('POST', '/settings', changes);
  fault = (fault: Json) => this.control<{ id: string }>('POST', '/faults', fault);
  clearFaults = () => this.control('DELETE', '/faults');
  state = <T = Json>(only: string) =>
    this.control<Record<string, T>>('GET', `/state?only=${only}`).then((state) => state[only]!);

  contact = (who: Json) => this.control<{ id: string }>('POST', '/contacts', who);
  async writes(contactId: string, more: Json = {}): Promise<string> {
    const body = { contactId, body: 'Hello, I need help.', ...more };
    return (await this.control<{ id: string }>('POST', '/conversations', body)).id;
  }
  act = (conversationId: string, what: string, body: Json = {}) =>
    this.control('POST', `/conversations/${conversationId}/${what}`, body);

  /** Sends actions of a session through the stream, as one frame. */
  async clicks(sessionId: string | null, texts: (string | Partial<Action>)[], more: Json = {}): Promise<void> {
    const now = Date.now() / 1000;
    const actions = texts.map((text, index) => ({
      index,
      type: 'click',
      title: '',
      description: typeof text === 'string' ? text : '',
      timestamp_start: now + index / 1000,
      timestamp_end: now + index / 1000,
      raw_url: 'https://shop.example/',
      canonical_url: 'https://shop.example/',
      ...(typeof text === 'string' ? {} : text),
    }));
    const frame = {
      type: 'actions',
      product_id: SANDBOX_CREDENTIALS.productId,
      session_id: sessionId,
      user_id: null,
      email: null,
      count: actions.length,
      forwarded_at: now,
      actions,
      ...more,
    };
    await this.frame(frame);
  }

  frame = (frame: unknown) => this.control('POST', '/frames', { frame });
  raw = (raw: string) => this.control('POST', '/frames', { raw });

  async thread(conversationId: string): Promise<Thread> {
    return this.control<Thread>('GET', `/conversations/${conversationId}`);
  }

  /** Our notes of a conversation, oldest first, as a reader sees them. */
  async notes(conversationId: string): Promise<Note[]> {
    const { parts } = await this.thread(conversationId);
    return parts
      .filter((part) => part.part_type === 'note' && part.author.id === SANDBOX_CREDENTIALS.adminId)
      .map((part) => noteOf(part));
  }

  /** Lines of the actions in all notes of a conversation that are not redacted, in order. */
  async lines(conversationId: string): Promise<string[]> {
    return (await this.notes(conversationId)).flatMap((note) => note.actions);
  }
}

export interface Note {
  id: string;
  redacted: boolean;
  text: string;
  actions: string[];
  ref: string;
  isSummary: boolean;
}

export function noteOf(part: ConversationPart): Note {
  const text = convert(part.body ?? '', {
    wordwrap: false,
    selectors: [{ selector: 'a', options: { ignoreHref: true } }],
  });
  const lines = text.split('\n');
  const actions = GROUPED_HEAD.test(lines[0] ?? '') ? groupedActions(lines) : numberedActions(lines);
  const ref = /^ref (\S+)$/m.exec(text)?.[1] ?? '';
  return {
    id: part.id,
    redacted: part.redacted === true,
    text,
    actions,
    ref,
    isSummary: ref !== '' && actions.length === 0,
  };
}

const numberedActions = (lines: string[]) =>
  lines.filter((line) => /^\[\d+\] /.test(line)).map((line) => line.replace(/^\[\d+\] /, ''));

const GROUPED_HEAD = / · \d+ actions?(?: on \d+ pages)?$/;
const TIME = /^(?:\d\d:)?\d\d:\d\d /;

/** The items of a grouped note, counts written out: what was clicked three times is there three times. Labels hold no comma and no colon. */
function groupedActions(lines: string[]): string[] {
  const body = lines.slice(lines.indexOf('') + 1, lines.lastIndexOf('')).filter(Boolean);
  const items = body.flatMap((line) =>
    line
      .replace(TIME, '')
      .replace(/^[^,:]+: /, '')
      .split(', '),
  );
  return items.flatMap((item) => {
    const [, label = '', times = '1'] = /^(.*?)(?: ×(\d+))?$/.exec(item.replace(TIME, '')) ?? [];
    return Array<string>(Number(times)).fill(label);
  });
}

export const newSession = () => randomUUID();
