import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { Logger } from '@nestjs/common';
import type { Settings } from '@app/config';
import type { Queue } from 'bullmq';
import type { RequestHandler } from 'express';
import basicAuth from 'express-basic-auth';

export interface ShownQueue {
  queue: Queue;
  description: string;
}

const NO_PASSWORD = 'The queues are shown only when DASHBOARD_PASSWORD is set: their jobs hold what users did.';

const notMounted: RequestHandler = (_request, response) =>
  void response.status(404).type('text/plain').send(`${NO_PASSWORD}\n`);

/**
 * The handlers of the page at `path`: a password, then Bull Board, which only looks unless DASHBOARD_WRITE is on.
 * Without a password there is no page: 404, and why.
 */
export function queuePage(settings: Settings, queues: readonly ShownQueue[], path: string): RequestHandler[] {
  const { DASHBOARD_USER: user, DASHBOARD_PASSWORD: password, DASHBOARD_WRITE: mayWrite } = settings;
  if (!password) {
    new Logger('Dashboard').warn(NO_PASSWORD);
    return [notMounted];
  }
  const board = new ExpressAdapter().setBasePath(path);
  createBullBoard({
    queues: queues.map(({ queue, description }) => new BullMQAdapter(queue, { readOnlyMode: !mayWrite, description })),
    serverAdapter: board,
    options: { uiConfig: { boardTitle: 'Sidenote' } },
  });
  const isRight = (name: string, secret: string) =>
    // Not `&&`: both are compared, so that the time says nothing about the name.
    [basicAuth.safeCompare(name, user), basicAuth.safeCompare(secret, password)].every(Boolean);
  return [basicAuth({ authorizer: isRight, challenge: true, realm: 'Sidenote' }), board.getRouter() as RequestHandler];
}
