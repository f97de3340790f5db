import { ForbiddenException, Injectable, type NestMiddleware } from '@nestjs/common';
import { Settings } from '@app/config';
import type { NextFunction, Request, Response } from 'express';

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];
const HOST = /^(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(?::\d{1,5})?$/i;

/**
 * Against DNS rebinding: refuses with 403 a `Host` that is neither PUBLIC_BASE_URL's nor loopback, and an `Origin` that is not one of
 * SESSION_LINK_ORIGINS. Programs send no `Origin`.
 */
@Injectable()
export class McpOrigin implements NestMiddleware<Request, Response> {
  private readonly hosts: ReadonlySet<string>;
  private readonly origins: ReadonlySet<string>;

  constructor({ PUBLIC_BASE_URL, SESSION_LINK_ORIGINS }: Settings) {
    this.hosts = new Set([...LOOPBACK, ...(PUBLIC_BASE_URL ? [new URL(PUBLIC_BASE_URL).hostname] : [])]);
    this.origins = new Set(SESSION_LINK_ORIGINS.map((origin) => new URL(origin).origin));
  }

  use({ headers: { host = '', origin } }: Request, _: Response, next: NextFunction): void {
    const name = HOST.exec(host)?.[1]?.toLowerCase();
    if (name === undefined || !this.hosts.has(name))
      throw new ForbiddenException('this host is neither that of PUBLIC_BASE_URL nor loopback');
    if (origin !== undefined && !this.origins.has(origin))
      throw new ForbiddenException('this origin is not in SESSION_LINK_ORIGINS');
    next();
  }
}
