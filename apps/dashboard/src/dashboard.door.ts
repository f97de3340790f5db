import { Logger } from '@nestjs/common';
import type { Settings } from '@app/config';
import type { Request, RequestHandler } from 'express';
import basicAuth from 'express-basic-auth';
import { LoginLimit } from './login.limit';

const NO_PASSWORD =
  'The operations page and the queues are shown only when DASHBOARD_PASSWORD is set: they show what users did.';

const notMounted: RequestHandler = (_request, response) =>
  void response.status(404).type('text/plain').send(`${NO_PASSWORD}\n`);

const LOOKING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * In front of everything that the dashboard shows: the limit of failed log-ins, the password, and nothing changed by another site's page
 * in a browser that knows it.
 * Without a password there is nothing behind it: 404, and why.
 */
export function dashboardDoor(settings: Settings): RequestHandler[] {
  const { DASHBOARD_USER: user, DASHBOARD_PASSWORD: password } = settings;
  if (!password) {
    new Logger('Dashboard').warn(NO_PASSWORD);
    return [notMounted];
  }
  const isRight = (name: string, secret: string) =>
    // Not `&&`: both are compared, so that the time says nothing about the name.
    [basicAuth.safeCompare(name, user), basicAuth.safeCompare(secret, password)].every(Boolean);
  const limit = new LoginLimit();
  const unauthorizedResponse = (request: basicAuth.IBasicAuthedRequest) => {
    // Without a name and a password it was no try.
    if (request.auth) limit.failed(request);
    return '';
  };
  return [
    limit.guard,
    basicAuth({ authorizer: isRight, challenge: true, realm: 'Sidenote', unauthorizedResponse }),
    fromOurPage,
  ];
}

const fromOurPage: RequestHandler = (request, response, next) => {
  if (LOOKING.has(request.method) || isSameOrigin(request)) return next();
  response.status(403).json({ statusCode: 403, message: 'only the pages of this host may ask for this' });
};

/**
 * What a browser says about where a request comes from; a program sends neither header, and needs the password itself.
 * `Sec-Fetch-Site` is missing on plain HTTP, `Origin` never on what changes something.
 */
export function isSameOrigin({ headers }: Pick<Request, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  if (headers.origin === undefined) return true;
  const hosts = [headers.host, headers['x-forwarded-host']];
  return URL.canParse(headers.origin) && hosts.includes(new URL(headers.origin).host);
}
