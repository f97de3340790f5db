import { Router } from 'express';
import { FAULT_KINDS, FAULT_TARGETS } from '../faults/faults';
import { changeSettings } from '../settings';
import type { World } from '../world';
import { BadControl, choice, fields, flag, NotThere, number, optionalText, record, text } from './fields';

/** Faults on demand, settings at run time, and webhooks that come twice or were never sent by Intercom. */
export function troubleRoutes(world: World): Router {
  const router = Router();
  router.post('/settings', (req, res) => {
    const wrong = changeSettings(world.settings, fields(req.body));
    if (wrong) throw new BadControl(wrong);
    if ('heartbeatMs' in fields(req.body)) world.heartbeat.restart();
    res.json(world.settings);
  });
  router.post('/faults', (req, res) => {
    const given = fields(req.body);
    const id = world.faults.add({
      target: choice(given, 'target', FAULT_TARGETS),
      kind: choice(given, 'kind', FAULT_KINDS),
      status: statusOf(number(given, 'status')),
      ms: number(given, 'ms'),
      body: given['body'],
      times: number(given, 'times') ?? 1,
      probability: number(given, 'probability') ?? 1,
      match: { conversationId: optionalText(record(given, 'match'), 'conversationId') ?? undefined },
    });
    res.status(201).json({ id });
  });
  router.delete('/faults', (_req, res) => {
    world.faults.clear();
    res.json({ cleared: true });
  });
  router.delete('/faults/:id', (req, res) => {
    if (!world.faults.remove(req.params.id)) throw new NotThere('there is no such fault');
    res.json({ cleared: true });
  });
  router.post('/webhooks/ping', (_req, res) => void res.json(world.webhooks.ping()));
  router.post('/webhooks/resend', async (req, res) => {
    const delivery = await world.webhooks.resend(text(fields(req.body), 'id'));
    if (!delivery) throw new NotThere('there is no such notification');
    res.json(delivery);
  });
  router.post('/webhooks/raw', async (req, res) => {
    const given = fields(req.body);
    const body = typeof given['body'] === 'string' ? given['body'] : JSON.stringify(given['body'] ?? {});
    const headers = Object.entries(record(given, 'headers')).map(([name, value]) => [name, String(value)]);
    const signed = flag(given, 'sign', false) ? world.webhooks.signed(body) : {};
    res.json({ status: await world.webhooks.post(body, { ...signed, ...Object.fromEntries(headers) }) });
  });
  return router;
}

function statusOf(status: number | undefined): number | undefined {
  if (status === undefined || (Number.isInteger(status) && status >= 200 && status <= 599)) return status;
  throw new BadControl('status must be an HTTP status from 200 to 599');
}
