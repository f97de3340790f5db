import { type Request, Router } from 'express';
import { BadControl, choice, fields, NotThere, number, optionalText, record, text } from '../control/fields';
import type { World } from '../world';
import type { Visit } from './visit';
import { visitShape } from './visit-shape';
import type { Visits } from './visits';
import { HAPPENINGS, type Happening } from './wording';

const LONGEST_LABEL = 160;
const LONGEST_MESSAGE = 4_000;
const MOST_AT_ONCE = 200;
/** A browser's clock may be wrong; what it did was done within the last minute. */
const OLDEST_MS = 60_000;

/** What the shop's pages tell of their visitor, and what the visitor's chat asks. The session in the path is the browser's own secret. */
export function shopRoutes(world: World, visits: Visits): Router {
  const router = Router();
  const visitOf = (req: Request): Visit => {
    const visit = visits.find(String(req.params['session']));
    if (!visit) throw new NotThere('there is no such visit');
    return visit;
  };
  const shape = (visit: Visit) => visitShape(world, visit);

  router.post('/visits', (req, res) => {
    res.status(201).json(shape(visits.enter(optionalText(fields(req.body), 'sessionId'))));
  });
  router.get('/visits/:session', (req, res) => void res.json(shape(visitOf(req))));
  router.post('/visits/:session/actions', (req, res) => {
    const visit = visitOf(req);
    visits.record(visit, happeningsOf(fields(req.body)['happenings']));
    res.status(202).json({ actions: visit.actionsDone });
  });
  router.post('/visits/:session/sign-in', (req, res) => {
    const visit = visitOf(req);
    const given = fields(req.body);
    const email = short(text(given, 'email'));
    visits.signIn(visit, email, short(optionalText(given, 'name') ?? nameIn(email)));
    res.json(shape(visit));
  });
  router.post('/visits/:session/messages', async (req, res) => {
    const visit = visitOf(req);
    await visits.say(visit, text(fields(req.body), 'text').slice(0, LONGEST_MESSAGE));
    res.status(201).json(shape(visit));
  });
  router.delete('/visits/:session', (req, res) => void res.json(shape(visits.startOver(visitOf(req)))));
  return router;
}

const short = (given: string) => given.replace(/\s+/g, ' ').trim().slice(0, LONGEST_LABEL);

/** `lea.brandt@example.com` is Lea Brandt to those who have no other name. */
function nameIn(email: string): string {
  const words = (email.split('@')[0] ?? '').split(/[._+-]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email;
}

function happeningsOf(given: unknown): Happening[] {
  if (!Array.isArray(given) || given.length > MOST_AT_ONCE) throw new BadControl('happenings must be a short list');
  const now = Date.now();
  return given.map((one) => {
    const happening = record({ one }, 'one');
    const path = text(happening, 'path');
    if (!path.startsWith('/')) throw new BadControl('path must begin with a slash');
    const at = number(happening, 'at') ?? now;
    return {
      type: choice(happening, 'type', HAPPENINGS),
      label: short(optionalText({ label: happening['label'] || null }, 'label') ?? ''),
      path: path.slice(0, 400),
      at: Math.min(now, Math.max(now - OLDEST_MS, at)),
    };
  });
}
