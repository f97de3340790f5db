import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Settings } from '@app/config';
import type { Queue } from 'bullmq';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { forwardedPrefix } from './forwarded.prefix';
import { withoutTexts } from './job.formatter';

export interface ShownQueue {
  queue: Queue;
  description: string;
}

/** Bull Board styles its elements itself, and would fetch fonts from elsewhere. */
const policy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      fontSrc: ["'self'", 'data:'],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
});

/** The handlers of Bull Board at `path`. It only looks unless DASHBOARD_WRITE is on, and shows no texts. */
export function queuePage(settings: Settings, queues: readonly ShownQueue[], path: string): RequestHandler[] {
  const board = new ExpressAdapter().setBasePath(path);
  const adapters = queues.map(({ queue, description }) => {
    const adapter = new BullMQAdapter(queue, { readOnlyMode: !settings.DASHBOARD_WRITE, description });
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
  return [policy, underPrefix(path), board.getRouter() as RequestHandler];
}

/** The page names its own place, which a proxy may have moved: `X-Forwarded-Prefix`. */
const underPrefix =
  (path: string): RequestHandler =>
  (request, response, next) => {
    const prefix = forwardedPrefix(request);
    if (prefix === '') return next();
    // Looked up when it is called: the board's own application takes the response over.
    const render = (name: string, params: object) => {
      const renderer = Object.getPrototypeOf(response) as {
        render(this: Response, name: string, params: object): void;
      };
      renderer.render.call(response, name, { ...params, basePath: `${prefix}${path}/` });
    };
    Object.assign(response, { render });
    next();
  };
