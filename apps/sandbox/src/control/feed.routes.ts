import { Router } from 'express';
import { eventText, openEventStream } from '../http/event-stream';
import type { World } from '../world';
import { stateOf } from './state';

/** What is and what happens: `GET /state[?only=conversations,stream]`, `GET /events`, `POST /reset`. */
export function feedRoutes(world: World): Router {
  const router = Router();
  router.get('/state', (req, res) => {
    const only = typeof req.query['only'] === 'string' ? req.query['only'].split(',') : null;
    res.json(stateOf(world, only));
  });
  router.get('/events', (_req, res) => {
    openEventStream(res);
    res.write(': here we go\n\n');
    const stop = world.feed.listen(({ name, data }) => void res.write(eventText(JSON.stringify(data), name)));
    const beat = setInterval(() => res.write(': still here\n\n'), 15_000);
    const end = () => {
      clearInterval(beat);
      stop();
      res.end();
    };
    res.on('close', end);
    world.pauses.signal.addEventListener('abort', end, { once: true });
  });
  router.post('/reset', (_req, res) => {
    world.reset();
    res.json({ reset: true });
  });
  return router;
}
