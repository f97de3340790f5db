import type { Request } from 'express';

/** Plain segments only: it becomes part of a page. */
const PREFIX = /^(?:\/[\w.~-]+)+\/?$/;

/** The sub-path under which a proxy shows us, without a slash at its end; '' without one, or for what is no path. */
export function forwardedPrefix(request: Pick<Request, 'get'>): string {
  const given = request.get('x-forwarded-prefix')?.split(',')[0]?.trim() ?? '';
  return PREFIX.test(given) && !given.includes('/..') ? given.replace(/\/$/, '') : '';
}
