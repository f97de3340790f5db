import { type Request, Router } from 'express';
import type { World } from '../world';
import { adminOf } from './admins';
import { createDataConnector } from './data-connectors';
import { contactMerged, notFound } from './errors';
import { type Operation, operation } from './operation';
import { manage, redact, reply } from './operations';
import { search } from './search';
import { contactShape, meShape, wholeConversation } from './shapes';

const byPath = (req: Request): string | null => String(req.params['id'] ?? '') || null;
const body = (req: Request): Record<string, unknown> => (req.body ?? {}) as Record<string, unknown>;

/** Intercom's API, the calls that Sidenote could use. The order matters: `redact` and `search` are no conversation ids. */
export function intercomRoutes(world: World): Router {
  const router = Router();
  const on = (is: Operation) => operation(world, is);
  const redacted = (req: Request) =>
    typeof body(req)['conversation_id'] === 'string' ? String(body(req)['conversation_id']) : null;

  router.get(
    '/me',
    on({ name: 'me', target: 'me', work: () => ({ status: 200, body: meShape(world.settings.appId) }) }),
  );
  router.get('/admins', on({ name: 'admins', work: () => ({ status: 200, body: adminList(world) }) }));
  router.get('/contacts/:id', on({ name: 'contact', work: (req) => contact(world, req) }));
  router.post(
    '/conversations/search',
    on({ name: 'search', target: 'search', work: (req) => search(world, body(req)) }),
  );
  router.post(
    '/conversations/redact',
    on({
      name: 'redact',
      target: 'redact',
      writes: true,
      conversationId: redacted,
      work: (req) => redact(world, body(req)),
    }),
  );
  router.get(
    '/conversations/:id',
    on({ name: 'get', target: 'get', conversationId: byPath, work: (req) => conversation(world, req) }),
  );
  router.post(
    '/conversations/:id/reply',
    on({
      name: 'reply',
      target: 'reply',
      writes: true,
      conversationId: byPath,
      work: (req) => reply(world, byPath(req) ?? '', body(req)),
    }),
  );
  router.post(
    '/conversations/:id/parts',
    on({
      name: 'parts',
      writes: true,
      conversationId: byPath,
      work: (req) => manage(world, byPath(req) ?? '', body(req)),
    }),
  );
  router.post(
    '/data_connectors',
    on({ name: 'data_connector', writes: true, work: (req) => dataConnector(world, req) }),
  );
  router.use(on({ name: 'unknown', work: notFound }));
  return router;
}

function adminList(world: World) {
  const admins = world.settings.adminIds.map((id) => {
    return {
      type: 'admin',
      ...adminOf(id),
      job_title: '',
      away_mode_enabled: false,
      away_mode_reassign: false,
      team_ids: [],
    };
  });
  return { type: 'admin.list', admins };
}

function conversation(world: World, req: Request) {
  const found = world.workspace.conversations.get(byPath(req) ?? '');
  return found ? { status: 200, body: wholeConversation(found, world.desk.contactOf(found)) } : notFound();
}

/** A merged contact is 410 with a link since version 2.16; for older clients it is simply not there. */
function contact(world: World, req: Request) {
  const found = world.workspace.contacts.get(byPath(req) ?? '');
  if (!found) return notFound();
  if (found.mergedInto === null) return { status: 200, body: contactShape(found, world.settings.appId) };
  return isBefore216(req) ? notFound() : contactMerged(found.mergedInto);
}

/** Data connectors are there since version 2.16. */
function dataConnector(world: World, req: Request) {
  if (isBefore216(req)) return notFound();
  return createDataConnector(body(req), (connector) => world.workspace.addDataConnector(connector));
}

function isBefore216(req: Request): boolean {
  const minor = /^2\.(\d+)$/.exec(req.get('Intercom-Version') ?? '2.11')?.[1];
  return minor !== undefined && Number(minor) < 16;
}
