import { Injectable, type NestMiddleware, NotFoundException } from '@nestjs/common';
import { openApi } from '@app/activity';
import { Settings } from '@app/config';
import type { Request, Response } from 'express';

/** The document of GET /activity, without a key: it holds nothing of anybody. */
@Injectable()
export class OpenApiDoor implements NestMiddleware<Request, Response> {
  constructor(private readonly settings: Settings) {}

  use(request: Request, response: Response): void {
    if (this.settings.ACTIVITY_API_KEYS.length === 0) throw new NotFoundException();
    const base = this.settings.PUBLIC_BASE_URL?.replace(/\/+$/, '') ?? `http://${request.headers.host ?? 'localhost'}`;
    response.json(openApi(base));
  }
}
