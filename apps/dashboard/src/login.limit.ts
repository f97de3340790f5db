import { Logger } from '@nestjs/common';
import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';

const FAILURES_PER_MINUTE = 10;
const WINDOW_MS = 60_000;
/** Addresses that are remembered; beyond it the one that failed first is forgotten. */
const MOST_ADDRESSES = 10_000;

interface Failures {
  count: number;
  /** Unix ms. */
  until: number;
}

/**
 * Ten failed log-ins a minute and address (an IPv6 network counts as one), then 429 to whatever it asks, also with the right password:
 * a guess that is right is not answered. Failures only are counted, and only those with a name and a password: a browser asks without
 * them first. Per process, in bounded memory: the door holds while Redis is away.
 */
export class LoginLimit {
  private readonly logger = new Logger('Dashboard');
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly now: () => number = Date.now) {}

  readonly guard: RequestHandler = (request, response, next) => {
    const known = this.of(addressOf(request));
    if (!known || known.count < FAILURES_PER_MINUTE) return next();
    response
      .status(429)
      .set('Retry-After', String(Math.ceil((known.until - this.now()) / 1000)))
      .type('text/plain')
      .send('Too many failed log-ins from this address: try again in a minute.\n');
  };

  failed(request: Pick<Request, 'ip'>): void {
    const address = addressOf(request);
    const known = this.of(address) ?? this.remember(address);
    known.count += 1;
    if (known.count === FAILURES_PER_MINUTE)
      this.logger.warn({ msg: 'too many failed log-ins', address, refusedForMs: known.until - this.now() });
  }

  private of(address: string): Failures | undefined {
    const known = this.failures.get(address);
    if (!known || known.until > this.now()) return known;
    this.failures.delete(address);
    return undefined;
  }

  private remember(address: string): Failures {
    const [first] = this.failures.keys();
    if (first !== undefined && this.failures.size >= MOST_ADDRESSES) this.failures.delete(first);
    const fresh = { count: 0, until: this.now() + WINDOW_MS };
    this.failures.set(address, fresh);
    return fresh;
  }
}

const addressOf = ({ ip }: Pick<Request, 'ip'>) => (ip ? ipKeyGenerator(ip) : 'unknown');
