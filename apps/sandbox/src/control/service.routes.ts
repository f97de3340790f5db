import { Router } from 'express';
import { PRESETS } from '../try/service';
import type { World } from '../world';
import { choice, fields, flag } from './fields';

/** Whoever runs the service beside the sandbox says here how it is: `POST /service {steady, preset?}`. */
export function serviceRoutes(world: World): Router {
  const router = Router();
  router.post('/service', (req, res) => {
    const given = fields(req.body);
    const preset = 'preset' in given ? choice(given, 'preset', PRESETS) : undefined;
    world.beside.is({ preset, steady: flag(given, 'steady', true) });
    res.json({ preset: world.beside.preset, steady: world.beside.steady });
  });
  return router;
}
