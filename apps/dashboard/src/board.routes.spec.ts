import { appRoutes } from '@bull-board/api/dist/routes.js';
import { allowedRoutes } from './board.routes';

/** Every route of the installed version. */
const ROUTES = appRoutes.api;
const nameOf = ({ method, route }: (typeof ROUTES)[number]) => `${[method].join(',')} ${[route].join(',')}`;
const names = (mayChange: boolean) => allowedRoutes(ROUTES, mayChange).map(nameOf).sort();

const LOOK = [
  'get /api/job-schedulers',
  'get /api/queues',
  'get /api/queues/:queueName/:jobId',
  'get /api/queues/:queueName/:jobId/flow',
  'get /api/queues/:queueName/:jobId/logs',
  'get /api/queues/:queueName/default-job-options',
  'get /api/queues/:queueName/job-data-schema',
  'get /api/queues/:queueName/metrics',
  'get /api/queues/:queueName/rate-limit',
  'get /api/queues/:queueName/workers',
  'get /api/redis/stats',
];
const CHANGE = [
  'put /api/queues/:queueName/:jobId/clean',
  'put /api/queues/:queueName/:jobId/promote',
  'put /api/queues/:queueName/:jobId/retry',
  'put /api/queues/:queueName/clean/:queueStatus',
  'put /api/queues/:queueName/promote',
  'put /api/queues/:queueName/retry/:queueStatus',
];

describe('the routes of Bull Board', () => {
  it('only look with DASHBOARD_WRITE off', () => expect(names(false)).toEqual(LOOK));

  it('look, retry, promote and clean with DASHBOARD_WRITE on, and nothing else of the installed version', () => {
    expect(names(true)).toEqual([...LOOK, ...CHANGE].sort());
    expect(ROUTES.length).toBeGreaterThan(LOOK.length + CHANGE.length + 10);
  });

  it('refuse what a later version may bring', () => {
    const handler = () => ({ body: {} });
    const later = [
      { method: 'get' as const, route: '/api/everything', handler },
      { method: ['get', 'post'] as never, route: '/api/queues', handler },
      { method: 'put' as const, route: ['/api/queues/:queueName/promote', '/api/queues/:queueName/drain'], handler },
    ];
    expect(allowedRoutes(later as never, true)).toEqual([]);
  });

  it.each([
    ['clean/:queueStatus', { queueName: 'dead-letters', queueStatus: 'failed' }, true],
    ['clean/:queueStatus', { queueName: 'dead-letters', queueStatus: 'wait' }, false],
    ['clean/:queueStatus', { queueName: 'redactions', queueStatus: 'failed' }, false],
    [':jobId/clean', { queueName: 'dead-letters', jobId: 'x' }, true],
    [':jobId/clean', { queueName: 'session-actions', jobId: 'x' }, false],
    ['retry/:queueStatus', { queueName: 'redactions', queueStatus: 'failed' }, true],
    ['retry/:queueStatus', { queueName: 'redactions', queueStatus: 'completed' }, false],
    ['retry/:queueStatus', { queueName: 'maintenance', queueStatus: 'failed' }, false],
    [':jobId/retry', { queueName: 'dead-letters', jobId: 'x' }, true],
    [':jobId/retry', { queueName: 'maintenance', jobId: 'x' }, false],
    ['promote', { queueName: 'redactions' }, true],
    ['promote', { queueName: 'maintenance' }, false],
    [':jobId/promote', { queueName: 'maintenance', jobId: 'x' }, false],
  ])('%s of %j: %s', async (path, params, allowed) => {
    const reached = jest.fn(() => ({ body: {} }));
    const route = { method: 'put' as const, route: `/api/queues/:queueName/${path}`, handler: reached };
    const [only] = allowedRoutes([route] as never, true);
    const answer = await only!.handler({ params } as never);
    expect(reached).toHaveBeenCalledTimes(allowed ? 1 : 0);
    if (!allowed) expect(answer).toMatchObject({ status: 403 });
  });
});
