import { Router } from 'express';
import { InboxApp } from '../inbox-app/inbox-app';
import type { World } from '../world';
import { fields, NotThere, optionalText, record } from './fields';

/** A colleague opens a conversation's panel, or presses something in it: `POST /conversations/<id>/canvas {pressed?, canvas?}`. */
export function canvasRoutes(world: World): Router {
  const router = Router();
  const app = new InboxApp(world);
  router.post('/conversations/:id/canvas', async (req, res) => {
    const conversation = world.workspace.conversations.get(req.params.id);
    if (!conversation) throw new NotThere('there is no such conversation');
    const given = fields(req.body);
    const pressed = optionalText(given, 'pressed');
    res.json(
      await (pressed === null ? app.open(conversation) : app.press(conversation, pressed, record(given, 'canvas'))),
    );
  });
  return router;
}
