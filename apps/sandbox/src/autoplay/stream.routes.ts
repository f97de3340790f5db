import { Router } from 'express';
import { carriesToken } from '../http/bearer';
import { openEventStream } from '../http/event-stream';
import type { World } from '../world';

/** Autoplay's connector: `GET /stream/:productId`, one SSE stream of a product. */
export function streamRoutes(world: World): Router {
  const router = Router();
  router.get('/stream/:productId', async (req, res) => {
    const fault = world.faults.take('stream');
    if (fault?.kind === 'slow') await world.pauses.wait(fault.ms ?? 1000);
    else if (fault?.kind === 'status') {
      res.status(fault.status ?? 500).json(fault.body ?? { detail: 'The connector is out of order' });
      return;
    } else if (fault) {
      res.socket?.resetAndDestroy();
      return;
    }
    if (!carriesToken(req, world.settings.streamToken)) res.status(401).json({ detail: 'Invalid token' });
    else if (req.params.productId !== world.settings.productId) res.status(404).json({ detail: 'Unknown product' });
    else if (!world.settings.streamMode) res.status(400).json({ detail: 'Product is not in stream mode' });
    else {
      openEventStream(res);
      world.subscribers.join(res);
    }
  });
  return router;
}
