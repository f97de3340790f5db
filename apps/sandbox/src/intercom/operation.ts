import type { Request, RequestHandler } from 'express';
import { answerWithFault } from '../faults/answer-with-fault';
import type { FaultTarget } from '../faults/faults';
import { type Answer, send } from '../http/answer';
import { carriesToken } from '../http/bearer';
import type { World } from '../world';
import { distortParts } from './distorted-parts';
import { errorBodyOf, intercomError, rateLimited, scopeDenied, unauthorised } from './errors';

export interface Operation {
  name: string;
  /** Which faults strike it, beside those for `any`. */
  target?: FaultTarget;
  writes?: boolean;
  conversationId?: (req: Request) => string | null;
  work: (req: Request) => Answer;
}

/** One call of the API: written down, token, version, rate window with its headers, scope, and then the work or a fault. */
export function operation(world: World, is: Operation): RequestHandler {
  return async (req, res) => {
    const conversationId = is.conversationId?.(req) ?? null;
    const call = world.calls.begin({ method: req.method, path: req.path, operation: is.name, conversationId });
    const ended = (status: number) => {
      if (call.endedAt !== null) return;
      world.calls.end(call, status);
      world.feed.tell('call', { operation: is.name, status, conversationId, at: call.at });
    };
    res.on('close', () => ended(0));
    const refused = admit(world, req, is);
    res.set(refused.headers);
    await world.pauses.wait(world.settings.latencyMs);
    if (refused.answer) {
      ended(send(res, refused.answer));
      return;
    }
    const fault = world.faults.take(is.target ?? 'any', conversationId);
    call.fault = fault?.kind ?? null;
    const status = await answerWithFault({
      res,
      fault,
      pauses: world.pauses,
      work: () => is.work(req),
      errorBody: errorBodyOf,
      distort: (answer, { kind }) => distortParts(world, answer, kind),
    });
    if (status > 0) ended(status);
  };
}

/** The rate headers of an authenticated call, and the answer where it is refused before any work. */
function admit(world: World, req: Request, is: Operation): { headers: Record<string, string>; answer?: Answer } {
  const { settings } = world;
  if (!carriesToken(req, settings.intercomToken)) return { headers: {}, answer: unauthorised() };
  const { granted, remaining, reset } = world.rateWindow.spend(settings.rateLimit, settings.rateWindowMs);
  const version = req.get('Intercom-Version') ?? '2.11';
  const headers = {
    'X-RateLimit-Limit': String(settings.rateLimit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(reset),
    'Intercom-Version': version.slice(0, 20).replace(/[^\w.]/g, ''),
  };
  if (!granted) return { headers, answer: rateLimited(settings.rateLimit, settings.rateWindowMs) };
  if (!/^([12]\.\d{1,2}|Preview|Unstable)$/.test(version)) {
    return {
      headers,
      answer: intercomError(400, 'intercom_version_invalid', 'The requested version could not be found'),
    };
  }
  return is.writes && settings.scopeDenied ? { headers, answer: scopeDenied() } : { headers };
}
