import { page } from '@app/pages';
import type { RequestHandler } from 'express';

/** All its addresses are relative, so it works wherever a proxy puts it; without the slash at the end they would go astray. */
const withSlash: RequestHandler = (request, response, next) =>
  request.originalUrl.split('?')[0]?.endsWith('/ops') ? response.redirect('ops/') : next();

/** The handlers of the operations page. */
export const opsPage = (): RequestHandler[] => [withSlash, page('dashboard')];
