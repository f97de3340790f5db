/** What to do about a connection that ended: try again after `afterMs`; `fix` says what a person has to change first, if anything. */
export interface Reconnect {
  afterMs: number;
  fix?: string;
}

/** Waits between tries: 1, 2, 4, 8, 16, 30, 30 … s, each stretched by up to 10 % at random. */
const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
const REFUSED_MS = 60_000;
const JITTER = 0.1;

/** Answers that stay the same until somebody changes something. */
const FIXES: Record<number, string> = {
  400: 'Autoplay does not stream this product (400): switch it to stream mode in Autoplay, or use push mode',
  401: 'Autoplay refuses the token (401): check AUTOPLAY_API_TOKEN',
  403: 'Autoplay does not let this token read the product (403): check that AUTOPLAY_API_TOKEN and AUTOPLAY_STREAM_URL belong together',
  404: 'Autoplay does not know the product (404): check AUTOPLAY_STREAM_URL, it ends in the product id',
};

/** When to connect again. A success, and nothing else, brings the waits back to the first. */
export class ReconnectPolicy {
  private failures = 0;

  /** @param scale shortens every wait; for tests. */
  constructor(private readonly scale = 1) {}

  succeeded(): void {
    this.failures = 0;
  }

  /** @param status of the HTTP answer, if there was one that was not a stream. */
  next(status?: number): Reconnect {
    const fix = status === undefined ? undefined : FIXES[status];
    if (fix) return { afterMs: REFUSED_MS * this.scale, fix };
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(this.failures++, 10));
    return { afterMs: Math.round(wait * (1 + Math.random() * JITTER) * this.scale) };
  }
}
