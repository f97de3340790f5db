import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';

/** True when the request carries exactly this bearer token. */
export function carriesToken(req: Request, token: string): boolean {
  const given = Buffer.from(req.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
