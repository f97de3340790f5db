import { Logger } from '@nestjs/common';
import { EventSource, type ErrorEvent, type EventSourceFetchInit } from 'eventsource';
import { FrameLimit } from './frame.limit';
import { ReconnectPolicy } from './reconnect.policy';
import { SparseLog } from './sparse.log';
import type { StreamStats } from './stream.stats';

export interface StreamReaderOptions {
  /** The whole URL, ending in the product id. */
  url: string;
  token: string;
  /** A connection that sent nothing for this long is dead, whatever TCP says. Heartbeats come every 30 s. */
  silenceMs?: number;
  policy?: ReconnectPolicy;
}

const SILENCE_MS = 75_000;
/** Longest frame, in bytes; a longer one is left out, and the stream goes on. */
const MAX_FRAME = 2 * 1024 * 1024;
const MAX_REDIRECTS = 3;

/**
 * Keeps one connection to Autoplay's stream, for ever: every way in which it ends leads to the next try. Hands each frame on as it
 * came, at once. There is no replay: what is sent while not connected is lost.
 */
export class StreamReader {
  private readonly logger = new Logger('Stream');
  private readonly sparse = new SparseLog();
  private readonly policy: ReconnectPolicy;
  private readonly silenceMs: number;
  private source: EventSource | undefined;
  private retry: NodeJS.Timeout | undefined;
  private silence: NodeJS.Timeout | undefined;
  private trouble = 'not connected to Autoplay yet';

  /** @param onFrame must neither throw nor wait: a reader that stalls loses events. */
  constructor(
    private readonly options: StreamReaderOptions,
    private readonly stats: StreamStats,
    private readonly onFrame: (raw: string) => void,
  ) {
    if (!/^[\x21-\x7e]+$/.test(options.token)) {
      throw new Error('AUTOPLAY_API_TOKEN holds characters that no HTTP header can carry; copy it again');
    }
    this.policy = options.policy ?? new ReconnectPolicy();
    this.silenceMs = options.silenceMs ?? SILENCE_MS;
  }

  /** Why there is no connection, and what to fix; null while there is one. */
  get notConnected(): string | null {
    return this.stats.connectedSince === null ? this.trouble : null;
  }

  start(): void {
    this.connect();
  }

  /** No frame is handed on after this. */
  stop(): void {
    this.hangUp();
    clearTimeout(this.retry);
    this.trouble = 'the reader has stopped';
  }

  private connect(): void {
    const source = new EventSource(this.options.url, {
      fetch: (url, init) => this.fetch(url, init),
      // Never reached: what is longer does not come through.
      maxBufferSize: 2 * MAX_FRAME,
    });
    this.source = source;
    this.silence = setTimeout(() => this.ended(`silent for ${this.silenceMs / 1000} s`), this.silenceMs);
    source.onopen = () => this.opened();
    source.onmessage = ({ data }) => {
      this.stats.received++;
      this.stats.lastEventAt = Date.now();
      this.onFrame(String(data));
    };
    source.onerror = ({ code, message }: ErrorEvent) => this.ended(message ?? 'the stream was cut', code);
  }

  /** Any byte is a sign of life: heartbeats, comments, frames of any name. */
  private async fetch(url: string | URL, init: EventSourceFetchInit) {
    const headers = { ...init.headers, Authorization: `Bearer ${this.options.token}` };
    const response = await this.follow(url, { ...init, headers, redirect: 'manual' });
    const heard = () => this.silence?.refresh();
    heard();
    const listening = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        heard();
        controller.enqueue(chunk);
      },
    });
    const { status, redirected } = response;
    return {
      status,
      redirected,
      url: response.url,
      headers: response.headers,
      body: response.body?.pipeThrough(listening).pipeThrough(this.frameLimit()) ?? null,
    };
  }

  /** Redirects within the host; the token goes nowhere else. Neither address is repeated: it may hold a credential. */
  private async follow(url: string | URL, init: RequestInit): Promise<Response> {
    for (let at = new URL(url), left = MAX_REDIRECTS; ; left--) {
      const response = await fetch(at.href, init);
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) return response;
      await response.body?.cancel();
      if (!URL.canParse(location, at.href)) throw new Error('redirected to what is no address');
      const next = new URL(location, at);
      if (next.host !== at.host || (at.protocol === 'https:' && next.protocol !== 'https:'))
        throw new Error('redirected to another host, which is not followed: check AUTOPLAY_STREAM_URL');
      if (left === 0) throw new Error('redirected too often');
      at = next;
    }
  }

  private frameLimit(): FrameLimit {
    return new FrameLimit(MAX_FRAME, () => {
      this.stats.tooLong++;
      this.sparse.say('too long', (n) => this.logger.warn(`${n} frame(s) of more than 2 MB left out`));
    });
  }

  private opened(): void {
    this.policy.succeeded();
    this.stats.connectedSince = Date.now();
    this.logger.log('connected to Autoplay');
  }

  private ended(what: string, status?: number): void {
    this.hangUp();
    const { afterMs, fix } = this.policy.next(status);
    this.trouble = fix ?? `not connected to Autoplay: ${what}`;
    const again = `trying again in ${Math.round(afterMs / 100) / 10} s`;
    if (fix) this.logger.error(`${fix}; ${again}`);
    else this.logger.warn(`${this.trouble}; ${again}`);
    this.stats.reconnects++;
    this.retry = setTimeout(() => this.connect(), afterMs);
  }

  private hangUp(): void {
    clearTimeout(this.silence);
    this.source?.close();
    this.source = undefined;
    this.stats.connectedSince = null;
  }
}
