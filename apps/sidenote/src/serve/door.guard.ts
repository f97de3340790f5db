import type { IncomingMessage } from 'node:http';
import type { NextFunction, Request, Response } from 'express';

/** The public door is for the world, the ops door for us; one application serves both. */
export type Door = 'public' | 'ops';

/** A path that the world may call; `:name` stands for one segment. A slash at the end makes no difference. */
export interface PublicRoute {
  methods: readonly string[];
  path: string;
}

const cameBy = new WeakMap<IncomingMessage, Door>();

/** Remembers which server took the request; a request without a door belongs to none and is refused. */
export const markDoor = (request: IncomingMessage, door: Door): void => void cameBy.set(request, door);

const patternOf = (path: string) => {
  const segments = path
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^A-Za-z0-9_-]/g, '\\$&')));
  return new RegExp(`^${segments.join('/').replace(/\/$/, '')}/?$`);
};

/**
 * Answers 404 to what does not belong to the door: the public door has only its routes (by exact spelling: no encodings,
 * no other case), the ops door everything but them. Must be the first in the chain.
 */
export function doorGuard(routes: readonly PublicRoute[]) {
  const compiled = routes.map(({ methods, path }) => ({ methods: new Set(methods), pattern: patternOf(path) }));
  return (request: Request, response: Response, next: NextFunction): void => {
    const here = compiled.filter(({ pattern }) => pattern.test(request.path));
    const door = cameBy.get(request);
    const open =
      door === 'public' ? here.some(({ methods }) => methods.has(request.method)) : door === 'ops' && here.length === 0;
    if (open) return next();
    response.status(404).json({ statusCode: 404, message: 'Not Found' });
  };
}
