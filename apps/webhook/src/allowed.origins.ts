import { ForbiddenException, Injectable, type NestMiddleware, NotFoundException } from '@nestjs/common';
import { Settings } from '@app/config';
import type { NextFunction, Request, Response } from 'express';

const PREFLIGHT_SECONDS = 600;

/** CORS for exactly the origins of SESSION_LINK_ORIGINS; without any the path does not exist. Answers preflights. */
@Injectable()
export class AllowedOrigins implements NestMiddleware<Request, Response> {
  private readonly allowed: ReadonlySet<string>;

  constructor(settings: Settings) {
    this.allowed = new Set(settings.SESSION_LINK_ORIGINS.map((origin) => new URL(origin).origin));
  }

  use(request: Request, response: Response, next: NextFunction): void {
    if (this.allowed.size === 0) throw new NotFoundException();
    const { origin } = request.headers;
    response.vary('Origin');
    if (!origin || !this.allowed.has(origin))
      throw new ForbiddenException('this origin is not in SESSION_LINK_ORIGINS');
    response.setHeader('Access-Control-Allow-Origin', origin);
    if (request.method !== 'OPTIONS') return next();
    response.setHeader('Access-Control-Allow-Methods', 'POST');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    response.setHeader('Access-Control-Max-Age', PREFLIGHT_SECONDS);
    response.status(204).end();
  }
}
