import { getQueueToken } from '@nestjs/bullmq';
import type { ModuleRef } from '@nestjs/core';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { Settings } from '@app/config';
import { policy } from '@app/pages';
import { QUEUE_KEYS, QUEUES } from '@app/queues';
import type { Queue } from 'bullmq';
import type { RequestHandler, Response } from 'express';
import { BoardServer } from './board.routes';
import { forwardedPrefix } from './forwarded.prefix';
import { withoutTexts } from './job.formatter';

export interface ShownQueue {
  queue: Queue;
  description: string;
}

/** Every queue of the catalog. */
export const shownQueues = (modules: ModuleRef) =>
  QUEUE_KEYS.map((key): ShownQueue => {
    const { name, description } = QUEUES[key];
    return { queue: modules.get<Queue>(getQueueToken(name), { strict: false }), description };
  });

/** Bull Board styles its elements itself. */
const boardPolicy = policy({
  styleSrc: ["'self'", "'unsafe-inline'"],
  fontSrc: ["'self'", 'data:'],
  imgSrc: ["'self'", 'data:'],
  baseUri: ["'self'"],
  formAction: ["'self'"],
});

/** The handlers of Bull Board at `path`: its allowed routes, which only look unless DASHBOARD_WRITE is on, and no texts. */
export function queuePage(settings: Settings, queues: readonly ShownQueue[], path: string): RequestHandler[] {
  const board = new BoardServer(settings.DASHBOARD_WRITE).setBasePath(path);
  const adapters = queues.map(({ queue, description }) => {
    // Read only: no buttons. Of the others the board cannot be told which buttons to hide; what it may not do is refused.
    const readOnlyMode = !settings.DASHBOARD_WRITE || queue.name === QUEUES.maintenance.name;
    const adapter = new BullMQAdapter(queue, { readOnlyMode, description });
    adapter.setFormatter('data', (data) => withoutTexts(data));
    adapter.setFormatter('returnValue', (value) => withoutTexts(value));
    return adapter;
  });
  createBullBoard({
    queues: adapters,
    serverAdapter: board,
    options: {
      uiConfig: { boardTitle: 'Sidenote', miscLinks: [{ text: 'Operations', url: '../ops/' }] },
    },
  });
  return [boardPolicy, atHome(path), board.getRouter() as RequestHandler];
}

/** Fonts of somebody else's host: the page does without. */
const FOREIGN = /<link [^>]*href="https?:[^>]*>/g;

type Rendered = (error: Error | null, html: string) => void;
interface Renderer {
  render(this: Response, name: string, params: object, done: Rendered): void;
}

/** The page names its own place, which a proxy may have moved (`X-Forwarded-Prefix`), and loads nothing from elsewhere. */
const atHome =
  (path: string): RequestHandler =>
  (request, response, next) => {
    const basePath = `${forwardedPrefix(request)}${path}/`;
    // Looked up when it is called: the board's own application takes the response over.
    const render = (name: string, params: object) => {
      const { render: original } = Object.getPrototypeOf(response) as Renderer;
      original.call(response, name, { ...params, basePath }, (error, html) => {
        if (error) next(error);
        else response.send(html.replace(FOREIGN, ''));
      });
    };
    Object.assign(response, { render });
    next();
  };
