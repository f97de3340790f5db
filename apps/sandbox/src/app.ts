import { page } from '@app/pages';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { streamRoutes } from './autoplay/stream.routes';
import { controlRoutes, refusal } from './control/control.routes';
import { intercomRoutes } from './intercom/intercom.routes';
import { openaiRoutes } from './openai/openai.routes';
import { shopRoutes } from './shop/shop.routes';
import { Visits } from './shop/visits';
import { tryRoutes } from './try/try.routes';
import type { World } from './world';

/** The shop has its own addresses, and stands with the inbox in one page of ours. */
const PAGES = {
  files: { '/try': 'try/index.html', '/shop{/*path}': 'shop/index.html' },
  policy: { frameSrc: ["'self'"], frameAncestors: ["'self'"] },
};

/** The whole sandbox on one port: each fake under its own prefix, so that a service is only given other base URLs. */
export function sandboxApp(world: World): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(express.json({ limit: '16mb', strict: false }));
  app.use('/autoplay', streamRoutes(world));
  app.use('/intercom', intercomRoutes(world));
  app.use('/openai/v1', openaiRoutes(world));
  app.use('/control', controlRoutes(world));
  const visits = new Visits(world, () => world.beside.untilSteady(world.pauses.signal));
  app.use('/try', shopRoutes(world, visits), tryRoutes(world, visits), refusal);
  app.use(page('sandbox', PAGES));
  app.use(unreadable);
  return app;
}

/** A body that is no JSON, or too much of it. */
const unreadable: ErrorRequestHandler = (error: { status?: unknown; type?: unknown }, _req, res, next) => {
  if (res.headersSent) return next(error);
  const status = typeof error.status === 'number' && error.status >= 400 && error.status < 500 ? error.status : 500;
  const message = status === 500 ? 'The sandbox failed' : String(error.type ?? 'The request could not be read');
  return void res
    .status(status)
    .json({ type: 'error.list', request_id: null, errors: [{ code: 'bad_request', message }] });
};
