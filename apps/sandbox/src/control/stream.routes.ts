import { Router } from 'express';
import type { World } from '../world';
import { BadControl, fields, flag } from './fields';

/** Autoplay's side: `POST /frames {frame} | {frames} | {raw}`, `/heartbeat {enabled}`, `/cut`, `/stall`. */
export function streamControlRoutes(world: World): Router {
  const router = Router();
  router.post('/frames', (req, res) => {
    const given = fields(req.body);
    if (typeof given['raw'] === 'string') world.connector.sendRaw(given['raw']);
    else if (Array.isArray(given['frames'])) given['frames'].forEach((frame) => world.connector.send(frame));
    else if ('frame' in given) world.connector.send(given['frame']);
    else throw new BadControl('give a frame, frames or a raw text');
    res.json({ subscribers: world.subscribers.count });
  });
  router.post('/heartbeat', (req, res) => {
    const enabled = flag(fields(req.body), 'enabled', true);
    world.heartbeat.switch(enabled);
    res.json({ enabled });
  });
  router.post('/cut', (_req, res) => {
    const subscribers = world.subscribers.count;
    world.subscribers.cut();
    res.json({ subscribers });
  });
  router.post('/stall', (_req, res) => {
    world.subscribers.stall();
    res.json({ subscribers: world.subscribers.count });
  });
  return router;
}
