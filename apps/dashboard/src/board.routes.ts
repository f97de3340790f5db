import { ExpressAdapter } from '@bull-board/express';
import { QUEUES } from '@app/queues';

type Routes = Parameters<ExpressAdapter['setApiRoutes']>[0];
type Route = Routes[number];
type Params = Record<string, unknown>;

/** What only looks. */
const LOOKING: ReadonlySet<string> = new Set([
  'get /api/redis/stats',
  'get /api/queues',
  'get /api/job-schedulers',
  'get /api/queues/:queueName/metrics',
  'get /api/queues/:queueName/default-job-options',
  'get /api/queues/:queueName/workers',
  'get /api/queues/:queueName/rate-limit',
  'get /api/queues/:queueName/job-data-schema',
  'get /api/queues/:queueName/:jobId/logs',
  'get /api/queues/:queueName/:jobId/flow',
  'get /api/queues/:queueName/:jobId',
]);

/** The sweep has its schedule: nobody runs it by hand, and what it completed is not run again. Of all other queues no completed job is kept. */
const ofWork = ({ queueName }: Params) => queueName !== QUEUES.maintenance.name;
const ofFailed = ({ queueStatus }: Params) => queueStatus === 'failed';
const ofDeadLetters = ({ queueName }: Params) => queueName === QUEUES.deadLetters.name;

/** What changes something, and where it may: failed jobs again, delayed ones now, dead letters away. */
const CHANGING: Readonly<Record<string, (params: Params) => boolean>> = {
  'put /api/queues/:queueName/retry/:queueStatus': (params) => ofWork(params) && ofFailed(params),
  'put /api/queues/:queueName/promote': ofWork,
  'put /api/queues/:queueName/:jobId/retry': ofWork,
  'put /api/queues/:queueName/:jobId/promote': ofWork,
  'put /api/queues/:queueName/clean/:queueStatus': (params) => ofDeadLetters(params) && ofFailed(params),
  'put /api/queues/:queueName/:jobId/clean': ofDeadLetters,
};

const REFUSED = { status: 403 as const, body: { error: 'Sidenote does not allow this here' } };

/** Each route with the methods and paths that it stands for. */
const namesOf = ({ method, route }: Pick<Route, 'method' | 'route'>): string[] =>
  [method].flat().flatMap((verb) => [route].flat().map((path) => `${verb} ${path}`));

/**
 * Of Bull Board's routes those that are listed here; what a later version brings is not there until somebody has looked at it.
 * Nothing adds, edits or duplicates a job, pauses a queue or empties one.
 */
export function allowedRoutes(routes: Routes, mayChange: boolean): Routes {
  return routes.flatMap((route) => {
    const names = namesOf(route);
    if (names.every((name) => LOOKING.has(name))) return [route];
    const [name = ''] = names;
    const where = names.length === 1 && Object.hasOwn(CHANGING, name) ? CHANGING[name] : undefined;
    return mayChange && where ? [only(route, where)] : [];
  });
}

const only = (route: Route, where: (params: Params) => boolean): Route => ({
  ...route,
  handler: (request) => (where(request?.params ?? {}) ? route.handler(request) : REFUSED),
});

/** Bull Board's server with the allowed routes alone. */
export class BoardServer extends ExpressAdapter {
  constructor(private readonly mayChange: boolean) {
    super();
  }

  override setApiRoutes(routes: Routes): ExpressAdapter {
    return super.setApiRoutes(allowedRoutes(routes, this.mayChange));
  }
}
