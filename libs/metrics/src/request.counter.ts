import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import { Settings } from '@app/config';
import type { NextFunction, Request, Response } from 'express';
import { BoundedLabel } from './bounded.label';
import type { Metrics } from './metrics';
import { METRICS_SET } from './tokens';

type Route = 'webhook' | 'push' | 'session_link';
const ROUTES: readonly Route[] = ['webhook', 'push', 'session_link'];

const SIGNED: readonly Route[] = ['webhook', 'push'];
const SIGNERS = ['present', 'previous'] as const;

/** The usual answers begin at 0: the first 503 after a start would otherwise be no increase. */
export function beginRequests(metrics: Metrics): void {
  for (const route of ROUTES)
    for (const status of ['200', '400', '401', '503']) metrics.requests.inc({ route, status }, 0);
  for (const route of SIGNED) for (const secret of SIGNERS) metrics.signatures.inc({ route, secret }, 0);
}

/** Counts what the world asked for and what it got, refusals included. */
@Injectable()
export class RequestCounter implements NestMiddleware<Request, Response> {
  private readonly statuses = new BoundedLabel(30);

  constructor(
    private readonly settings: Settings,
    @Inject(METRICS_SET) private readonly metrics: Metrics,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const route = this.routeOf(request);
    if (route)
      response.once('finish', () => {
        this.metrics.requests.inc({ route, status: this.statuses.of(String(response.statusCode)) });
        // Said by the route that checked it.
        const secret = SIGNERS.find((signer) => signer === response.locals.signedBy);
        if (secret) this.metrics.signatures.inc({ route, secret });
      });
    next();
  }

  private routeOf({ method, originalUrl }: Request): Route | null {
    const path = originalUrl.split('?', 1)[0]?.replace(/\/$/, '') ?? '';
    if (method !== 'POST') return null;
    if (path === this.settings.INTERCOM_WEBHOOK_PATH.replace(/\/$/, '')) return 'webhook';
    if (path === '/sessions/link') return 'session_link';
    return /^\/events\/[^/]+$/.test(path) ? 'push' : null;
  }
}
