import { Router } from 'express';
import { answerWithFault } from '../faults/answer-with-fault';
import { send } from '../http/answer';
import { carriesToken } from '../http/bearer';
import type { World } from '../world';
import { completion, distortCompletion, openaiError, readChat } from './completion';
import { promptedActions } from './prompted';

/** An OpenAI-compatible summariser: no model, no network, the same prose for the same actions. */
export function openaiRoutes(world: World): Router {
  const router = Router();
  router.use((req, res, next) => {
    if (carriesToken(req, world.settings.openaiKey)) next();
    else send(res, openaiError(401, 'Incorrect API key provided.', 'invalid_api_key'));
  });
  router.get('/models', (_req, res) => {
    res.json({
      object: 'list',
      data: [{ id: 'gpt-4o-mini', object: 'model', created: 1721172741, owned_by: 'system' }],
    });
  });
  router.post('/chat/completions', async (req, res) => {
    const chat = readChat(req.body);
    const prompt = 'prompt' in chat ? chat.prompt : '';
    const call = world.completions.begin(prompt, req.body);
    await world.pauses.wait(world.settings.openaiLatencyMs);
    const status = await answerWithFault({
      res,
      fault: world.faults.take('openai'),
      pauses: world.pauses,
      work: () => ('prompt' in chat ? completion(chat) : chat),
      errorBody: (wanted) =>
        openaiError(wanted, `Status ${wanted} on demand`, wanted === 429 ? 'rate_limit_exceeded' : null).body,
      distort: (answer, fault) => distortCompletion(answer, fault),
    });
    world.completions.end(call, status);
    world.feed.tell('completion', {
      at: call.at,
      status,
      actions: promptedActions(prompt).reduce((sum, { times }) => sum + times, 0),
    });
  });
  return router;
}
