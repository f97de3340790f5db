import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, type NestMiddleware, NotFoundException, UnauthorizedException } from '@nestjs/common';
import { Settings } from '@app/config';
import type { NextFunction, Request, Response } from 'express';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** ACTIVITY_API_KEYS: without any the path does not exist; a wrong key is 401. Leaves the key's name in `response.locals.caller`. */
@Injectable()
export class ActivityDoor implements NestMiddleware<Request, Response> {
  private readonly keys: { name: string; digest: Buffer }[];

  constructor({ ACTIVITY_API_KEYS }: Settings) {
    this.keys = ACTIVITY_API_KEYS.map((entry) => {
      const at = entry.indexOf(':');
      return { name: entry.slice(0, at), digest: digest(entry.slice(at + 1)) };
    });
  }

  use(request: Request, response: Response, next: NextFunction): void {
    if (this.keys.length === 0) throw new NotFoundException();
    const given = digest(/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    // All are compared, so that the time says nothing about which was right.
    const [caller] = this.keys.filter((key) => timingSafeEqual(key.digest, given));
    if (!caller) {
      response.setHeader('WWW-Authenticate', 'Bearer');
      throw new UnauthorizedException('the key is missing or wrong: see ACTIVITY_API_KEYS');
    }
    response.locals.caller = caller.name;
    next();
  }
}
