import { type ErrorRequestHandler, Router } from 'express';
import type { World } from '../world';
import { canvasRoutes } from './canvas.routes';
import { feedRoutes } from './feed.routes';
import { BadControl, NotThere } from './fields';
import { peopleRoutes } from './people.routes';
import { serviceRoutes } from './service.routes';
import { streamControlRoutes } from './stream.routes';
import { troubleRoutes } from './trouble.routes';

/** What tests, the page and people can make happen here, as JSON: the other side of every fake. */
export function controlRoutes(world: World): Router {
  const router = Router();
  router.use(
    feedRoutes(world),
    streamControlRoutes(world),
    peopleRoutes(world),
    canvasRoutes(world),
    troubleRoutes(world),
    serviceRoutes(world),
  );
  router.use((_req, res) => void res.status(404).json({ error: 'there is no such control' }));
  router.use(refusal);
  return router;
}

/** Says what a request got wrong. */
export const refusal: ErrorRequestHandler = (error, _req, res, next) => {
  if (error instanceof BadControl) res.status(400).json({ error: error.message });
  else if (error instanceof NotThere) res.status(404).json({ error: error.message });
  else next(error);
};
