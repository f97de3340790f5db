import { dashboardFinding } from './dashboard.check';
import { deliveriesFinding } from './deliveries.check';
import { examine } from './examine';
import { regionFinding } from './intercom.check';
import { nodeFinding } from './node.judgement';
import { panelFinding } from './panel.check';
import { clockFinding, evictionFinding, parseInfo, persistenceFinding, versionFinding } from './redis.judgement';
import { reportText } from './report.text';
import type { Settings } from '@app/config';

describe('what the doctor makes of Redis', () => {
  const statusOf = (finding: { status: string }) => finding.status;

  it('reads INFO', () => {
    const info = parseInfo(
      '# Server\r\nredis_version:7.2.4\r\nexecutable:/a:b\r\n\r\n# Memory\r\nmaxmemory_policy:noeviction\r\n',
    );
    expect(info).toEqual({ redis_version: '7.2.4', executable: '/a:b', maxmemory_policy: 'noeviction' });
  });

  it.each([
    [{ redis_version: '7.0.15' }, 'ok'],
    [{ redis_version: '8.2.0' }, 'ok'],
    [{ redis_version: '7.2.4', valkey_version: '8.1.1' }, 'ok'],
    [{ redis_version: '6.2.14' }, 'failure'],
    [{}, 'failure'],
  ])('version %j: %s', (info, status) => expect(statusOf(versionFinding(info))).toBe(status));

  it.each([
    [{ maxmemory_policy: 'noeviction', maxmemory: '100' }, 'ok'],
    [{ maxmemory_policy: 'allkeys-lru', maxmemory: '100' }, 'failure'],
    [{ maxmemory_policy: 'volatile-ttl', maxmemory: '100' }, 'failure'],
    [{ maxmemory_policy: 'allkeys-lru', maxmemory: '0' }, 'warning'],
    [{}, 'skipped'],
  ])('eviction %j: %s', (info, status) => expect(statusOf(evictionFinding(info))).toBe(status));

  it.each([
    [{ aof_enabled: '1', aof_last_write_status: 'ok' }, 'ok'],
    [{ aof_enabled: '1', aof_last_write_status: 'err' }, 'failure'],
    [{ aof_enabled: '1', rdb_last_bgsave_status: 'err' }, 'warning'],
    [{ aof_enabled: '0' }, 'warning'],
    [{}, 'skipped'],
  ])('persistence %j: %s', (info, status) => expect(statusOf(persistenceFinding(info))).toBe(status));

  it.each([
    [40, 'ok'],
    [-40, 'ok'],
    [5_000, 'warning'],
    [-90_000, 'failure'],
  ])('clocks %i ms apart: %s', (skew, status) => expect(statusOf(clockFinding(skew))).toBe(status));
});

it.each([
  [200, 3, 'ok'],
  [200, 0, 'warning'],
  [401, 0, 'failure'],
  [403, 0, 'failure'],
  [404, 0, 'warning'],
  ['ECONNREFUSED', 0, 'warning'],
])('the panel answering %s with %i components: %s', (status, components, judged) =>
  expect(panelFinding(status, components).status).toBe(judged),
);

it.each([
  ['24.21.0', 'ok'],
  ['26.0.0', 'ok'],
  ['20.20.2', 'failure'],
])('Node %s: %s', (version, status) => expect(nodeFinding(version).status).toBe(status));

it.each([
  ['US', 'api.intercom.io', 'ok', null],
  ['EU', 'api.eu.intercom.io', 'ok', null],
  ['EU', 'api.intercom.io', 'failure', 'set INTERCOM_BASE_URL to https://api.eu.intercom.io'],
  ['US', 'sandbox.example', 'skipped', null],
  ['', 'api.intercom.io', 'skipped', null],
])('a workspace in %s asked by %s: %s', (region, host, status, fix) =>
  expect(regionFinding(region, host)).toMatchObject({ status, fix }),
);

describe('the dashboard', () => {
  const settings = { DASHBOARD_PASSWORD: 'a-long-enough-password', DASHBOARD_WRITE: false, OPS_PORT: 3001 };
  it.each([
    [401, 404, settings, 'ok'],
    [null, null, settings, 'ok'],
    [404, null, { ...settings, DASHBOARD_PASSWORD: undefined }, 'ok'],
    [200, null, settings, 'failure'],
    [401, 200, settings, 'failure'],
    [401, 401, settings, 'warning'],
  ])('answering %s inside and %s outside: %#', (inside, outside, given, status) =>
    expect(dashboardFinding(given, inside, outside).status).toBe(status),
  );
});

it('a webhook that never came is said to be never received', () => {
  expect(deliveriesFinding({}, 0)).toMatchObject({
    status: 'warning',
    message: expect.stringMatching(/^never received: /),
  });
  const now = Date.now();
  const { status, message } = deliveriesFinding({ 'conversation.user.replied': String(now - 3 * 3_600_000) }, now);
  expect([status, message.split(';')[0]]).toEqual(['ok', 'conversation.user.replied 3 h ago']);
});

describe('examine', () => {
  const settings = { REDIS_URL: 'redis://x', PORT: 1 } as Settings;

  it('bounds a check that hangs, and catches one that throws', async () => {
    const hangs = {
      names: ['hangs', 'more'],
      needs: [],
      withinMs: 20,
      run: () => new Promise<never>(() => undefined),
    } as const;
    const throws = {
      names: ['throws'],
      needs: [],
      run: () => Promise.reject(Object.assign(new Error('x'), { code: 'EODD' })),
    } as const;
    const report = await examine(settings, [], [hangs, throws]);
    expect(report.ok).toBe(false);
    expect(report.checks.filter(({ name }) => name !== 'node')).toMatchObject([
      { name: 'configuration', status: 'ok' },
      { name: 'hangs', status: 'failure', message: 'no answer within 0.02 s' },
      { name: 'more', status: 'skipped' },
      { name: 'throws', status: 'failure', message: 'cannot be checked: EODD' },
    ]);
  });

  it('shows control characters of the other side as spaces', async () => {
    const odd = {
      names: ['odd'],
      needs: [],
      run: () => Promise.resolve([{ status: 'ok' as const, message: 'a\u001b[2Jb', fix: null }]),
    } as const;
    expect(reportText(await examine(settings, [], [odd]))).toContain('a [2Jb');
  });
});
