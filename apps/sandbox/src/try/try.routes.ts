import { Router } from 'express';
import { BadControl, choice, fields, flag, NotThere } from '../control/fields';
import { visitShape } from '../shop/visit-shape';
import type { Visits } from '../shop/visits';
import type { World } from '../world';
import { Ledgers } from './ledger';
import { Operations } from './operations';
import { PRESETS } from './service';
import { SWITCH_NAMES, Switches } from './switches';
import { wayOf } from './way';

/** What the page with the shop and the inbox asks beside them: the way of the last action, and the switches. */
export function tryRoutes(world: World, visits: Visits): Router {
  const router = Router();
  const switches = new Switches(world);
  const ledgers = new Ledgers();
  const operations = new Operations(world.operations);
  const { beside, settings } = world;

  const desk = () => ({
    faults: switches.list(),
    preset: beside.listens ? beside.preset : null,
    steady: beside.steady,
    readers: world.subscribers.count,
    opsUrl: world.opsUrl,
    asks: operations.isThere,
  });

  router.get('/desk', (_req, res) => void res.json(desk()));
  router.get('/visits/:session/way', async (req, res) => {
    const visit = visits.find(req.params.session);
    if (!visit) throw new NotThere('there is no such visit');
    const explained = await operations.explain(visit.sessionId);
    const way = wayOf(visit, explained, Date.now());
    res.json({
      ...way,
      actions: visit.actionsDone,
      recent: visit.recent,
      conversationId: visitShape(world, visit).conversationId,
      ledger: ledgers.of(visit, explained !== null, way.settled, Date.now()),
      summaries: visit.tally.summaries,
      paused: explained?.paused ?? null,
      budget: {
        used: world.rateWindow.usedNow(settings.rateWindowMs),
        of: settings.rateLimit,
        windowMs: settings.rateWindowMs,
      },
      desk: desk(),
    });
  });
  router.post('/faults', (req, res) => {
    const given = fields(req.body);
    switches.flip(choice(given, 'name', SWITCH_NAMES), flag(given, 'on', true));
    res.json(desk());
  });
  router.delete('/faults', (_req, res) => {
    switches.off();
    res.json(desk());
  });
  router.post('/cut', (_req, res) => {
    world.subscribers.cut();
    res.json(desk());
  });
  router.post('/preset', (req, res) => {
    const preset = choice(fields(req.body), 'preset', PRESETS);
    if (!beside.ask({ ask: 'preset', preset })) throw new BadControl('nobody can restart the service just now');
    res.json(desk());
  });
  router.post('/kill-writer', (_req, res) => {
    if (!beside.ask({ ask: 'kill-writer' })) throw new BadControl('nobody can restart the service just now');
    res.json(desk());
  });
  return router;
}
