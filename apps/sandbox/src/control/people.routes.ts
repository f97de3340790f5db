import { type Request, Router } from 'express';
import { COLLEAGUE } from '../intercom/admins';
import type { Contact, StoredConversation } from '../intercom/model';
import { snapshot } from '../intercom/snapshot';
import type { World } from '../world';
import { fields, flag, NotThere, number, optionalText, record, text } from './fields';

const MOVES = { close: 'closed', snooze: 'snoozed', unsnooze: 'unsnoozed', open: 'opened' } as const;

/** What customers and colleagues do. Acts of theirs fire their webhook unless `webhook: false`. */
export function peopleRoutes(world: World): Router {
  const router = Router();
  const { desk, workspace } = world;
  const conversationOf = (req: Request): StoredConversation => {
    const found = workspace.conversations.get(String(req.params['id']));
    if (!found) throw new NotThere('there is no such conversation');
    return found;
  };
  const contactOf = (id: string): Contact => {
    const found = workspace.contacts.get(id);
    if (!found) throw new NotThere('there is no such contact');
    return found;
  };
  const shown = (conversation: StoredConversation) => snapshot(conversation, desk.contactOf(conversation));

  router.post('/contacts', (req, res) => {
    const given = fields(req.body);
    res.status(201).json(
      workspace.addContact({
        external_id: optionalText(given, 'external_id'),
        email: optionalText(given, 'email'),
        name: optionalText(given, 'name'),
        role: given['role'] === 'lead' ? 'lead' : 'user',
        custom_attributes: record(given, 'custom_attributes'),
      }),
    );
  });
  router.delete('/contacts/:id', (req, res) => {
    desk.removeContact(contactOf(req.params.id), flag(fields(req.body), 'webhook', true));
    res.json({ deleted: true });
  });
  router.post('/contacts/:id/merge', (req, res) => {
    const given = fields(req.body);
    desk.mergeContact(contactOf(req.params.id), contactOf(text(given, 'into')), optionalText(given, 'topic'));
    res.json({ merged: true });
  });
  router.post('/contacts/:id/archive', (req, res) => {
    desk.archiveContact(contactOf(req.params.id));
    res.json({ archived: true });
  });
  router.post('/conversations', (req, res) => {
    const given = fields(req.body);
    const opening = {
      contact: contactOf(text(given, 'contactId')),
      body: text(given, 'body'),
      customAttributes: record(given, 'custom_attributes'),
      url: optionalText(given, 'url'),
    };
    res.status(201).json(shown(desk.open(opening, flag(given, 'webhook', true))));
  });
  router.get('/conversations/:id', (req, res) => void res.json(shown(conversationOf(req))));
  router.post('/conversations/:id/reply', (req, res) => {
    const given = fields(req.body);
    res.json(desk.contactReplies(conversationOf(req), text(given, 'body'), flag(given, 'webhook', true)));
  });
  for (const kind of ['note', 'comment'] as const) {
    router.post(`/conversations/:id/${kind}`, (req, res) => {
      const given = fields(req.body);
      res.json(
        desk.adminWrites(
          conversationOf(req),
          kind,
          text(given, 'body'),
          optionalText(given, 'adminId') ?? COLLEAGUE.id,
        ),
      );
    });
  }
  for (const [path, move] of Object.entries(MOVES)) {
    router.post(`/conversations/:id/${path}`, (req, res) => {
      const given = fields(req.body);
      const conversation = conversationOf(req);
      const options = { webhook: flag(given, 'webhook', true), until: number(given, 'until') };
      desk.adminMoves(conversation, move, optionalText(given, 'adminId') ?? COLLEAGUE.id, options);
      res.json(shown(conversation));
    });
  }
  router.post('/conversations/:id/delete', (req, res) => {
    desk.remove(conversationOf(req), flag(fields(req.body), 'webhook', false));
    res.json({ deleted: true });
  });
  return router;
}
