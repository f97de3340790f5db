import { appRoutes } from '@bull-board/api/dist/routes.js';
import { Queue, Worker } from 'bullmq';
import { everything } from '../support/everything';
import { Stage } from '../support/stage';

const PASSWORD = 'an-operator-knows-it';
const AUTHORIZATION = `Basic ${Buffer.from(`sidenote:${PASSWORD}`).toString('base64')}`;
const REFUSALS = [403, 404];

/** What a person may do with DASHBOARD_WRITE=on, and where; all else of the installed version is refused. */
const CHANGES = [
  'put /api/queues/:queueName/retry/:queueStatus',
  'put /api/queues/:queueName/promote',
  'put /api/queues/:queueName/clean/:queueStatus',
  'put /api/queues/:queueName/:jobId/retry',
  'put /api/queues/:queueName/:jobId/clean',
  'put /api/queues/:queueName/:jobId/promote',
];
const nameOf = (method: string, route: string) => `${method} ${route}`;
const ALL = appRoutes.api.flatMap(({ method, route }) =>
  [method].flat().flatMap((verb) => [route].flat().map((path) => ({ verb: String(verb), path: String(path) }))),
);

// Only the dashboard runs: jobs stay as the test puts them.
describe.each(['on', 'off'])('Bull Board over HTTP, with DASHBOARD_WRITE=%s', (write) => {
  let stage: Stage;
  const queues = new Map<string, Queue>();

  beforeAll(async () => {
    stage = await Stage.open({
      roles: ['dashboard'],
      environment: { DASHBOARD_PASSWORD: PASSWORD, DASHBOARD_WRITE: write },
    });
    for (const name of ['dead-letters', 'redactions', 'session-actions', 'maintenance'])
      queues.set(name, new Queue(name, bull()));
  });
  afterAll(async () => {
    for (const queue of queues.values()) await queue.close();
    await stage?.close();
  });
  const bull = () => ({ connection: { url: stage.redis.url }, prefix: `${stage.redis.prefix}:bull` });
  const queue = (name: string) => queues.get(name)!;
  const stateOf = async (name: string, id: string) => (await queue(name).getJob(id))?.getState();

  /** A job in that state. */
  async function put(name: string, id: string, state: 'failed' | 'completed' | 'delayed') {
    await queue(name).add('test', {}, { jobId: id, delay: state === 'delayed' ? 600_000 : 0 });
    if (state === 'delayed') return;
    const worker = new Worker(name, null, { ...bull(), autorun: false });
    const job = await worker.getNextJob('token');
    if (state === 'failed') await job!.moveToFailed(new Error('refused'), 'token', false);
    else await job!.moveToCompleted('', 'token', false);
    await worker.close();
    expect(await stateOf(name, id)).toBe(state);
  }

  async function call(method: string, path: string, body: unknown = {}): Promise<number> {
    const looks = method.toUpperCase() === 'GET';
    const answer = await fetch(`${stage.service.opsUrl}/queues${path}`, {
      method: method.toUpperCase(),
      headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
      body: looks ? undefined : JSON.stringify(body),
    });
    await answer.arrayBuffer();
    return answer.status;
  }
  /** The jobs, without what merely looking or a heartbeat writes. */
  const jobs = async () =>
    (await everything(stage.redis.client, `${stage.redis.prefix}:bull`)).map(({ text }) => text).sort();

  it('shows queues and jobs', async () => {
    await put('redactions', 'red.seen', 'delayed');
    expect(await call('get', '/api/queues')).toBe(200);
    expect(await call('get', '/api/queues/redactions/red.seen')).toBe(200);
  });

  it('refuses every route that is not on its list, and changes nothing', async () => {
    await put('session-actions', 'e.kept', 'delayed');
    await put('session-actions', 'e.failed', 'failed');
    const before = await jobs();
    const refused = ALL.filter(({ verb }) => verb !== 'get').filter(
      ({ verb, path }) => write === 'off' || !CHANGES.includes(nameOf(verb, path)),
    );
    for (const { verb, path } of refused) {
      const at = path
        .replace(':queueName', 'session-actions')
        .replace(':jobId', 'e.kept')
        .replace(':queueStatus', 'failed')
        .replace(':schedulerId', 'sweep');
      const body = { name: 'added', data: {}, jobData: {}, options: {}, delay: 0, priority: 1, concurrency: 1 };
      expect([nameOf(verb, path), REFUSALS.includes(await call(verb, at, body))]).toEqual([nameOf(verb, path), true]);
    }
    expect(refused.length).toBeGreaterThan(10);
    expect(await jobs()).toEqual(before);
  });

  it('runs no maintenance job again, nor out of turn', async () => {
    await put('maintenance', 'm.done', 'completed');
    await put('maintenance', 'm.failed', 'failed');
    await put('maintenance', 'm.next', 'delayed');
    const before = await jobs();
    for (const path of [
      'm.done/retry',
      'm.failed/retry',
      'm.next/promote',
      'promote',
      'retry/completed',
      'retry/failed',
    ])
      expect([path, REFUSALS.includes(await call('put', `/api/queues/maintenance/${path}`))]).toEqual([path, true]);
    expect(await jobs()).toEqual(before);
  });

  // What is refused then is told above.
  if (write === 'off') return;

  it('retries and promotes jobs, and cleans dead letters alone', async () => {
    await put('dead-letters', 'dead.again', 'failed');
    expect(await call('put', '/api/queues/dead-letters/dead.again/retry')).toBe(204);
    expect(await stateOf('dead-letters', 'dead.again')).toBe('waiting');
    await queue('dead-letters').remove('dead.again');

    await put('redactions', 'red.now', 'delayed');
    expect(await call('put', '/api/queues/redactions/red.now/promote')).toBe(204);
    expect(await stateOf('redactions', 'red.now')).toBe('waiting');

    await put('dead-letters', 'dead.away', 'failed');
    expect(await call('put', '/api/queues/dead-letters/dead.away/clean')).toBe(204);
    expect(await stateOf('dead-letters', 'dead.away')).toBeUndefined();
    expect(await call('put', '/api/queues/session-actions/e.failed/clean')).toBe(403);
    expect(await call('put', '/api/queues/session-actions/clean/failed')).toBe(403);
    expect(await call('put', '/api/queues/dead-letters/clean/wait')).toBe(403);
    expect(await stateOf('session-actions', 'e.failed')).toBe('failed');
  });
});
