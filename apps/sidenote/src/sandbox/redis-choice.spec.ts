import type { Machine } from '../../../../scripts/system-packages.mjs';

type RedisScript = typeof import('../../../../scripts/redis.mjs');

const machine = (has: string[], more: Partial<Machine> = {}): Machine => ({
  env: {},
  root: false,
  onPath: (name) => has.includes(name),
  dockerRuns: () => true,
  ...more,
});

describe('chooseRedis', () => {
  let chooseRedis: RedisScript['chooseRedis'];
  beforeAll(async () => {
    ({ chooseRedis } = await import('../../../../scripts/redis.mjs'));
  });

  it('takes REDIS_URL before all else', () => {
    const env = { REDIS_URL: ' redis://elsewhere:6379 ' };
    expect(chooseRedis(machine(['redis-server'], { env }))).toEqual({ how: 'url', url: 'redis://elsewhere:6379' });
  });

  it('counts an empty REDIS_URL as unset', () => {
    expect(chooseRedis(machine(['redis-server'], { env: { REDIS_URL: '' } })).how).toBe('server');
  });

  it.each([
    [['docker', 'valkey-server', 'redis-server'], 'redis-server'],
    [['docker', 'valkey-server'], 'valkey-server'],
  ])('starts a server that is on PATH: of %j, %s', (has, command) => {
    expect(chooseRedis(machine(has, { root: true }))).toEqual({ how: 'server', command });
  });

  it('uses Docker only when its daemon answers', () => {
    expect(chooseRedis(machine(['docker', 'apt-get'], { root: true })).how).toBe('docker');
    expect(chooseRedis(machine(['docker', 'apt-get'], { root: true, dockerRuns: () => false })).how).toBe('install');
  });

  it('installs as root with apt-get or apk, without a question', () => {
    expect(chooseRedis(machine(['apt-get'], { root: true }))).toEqual({
      how: 'install',
      commands: [
        ['apt-get', 'update', '-q'],
        ['apt-get', 'install', '-q', '-y', '--no-install-recommends', 'redis-server'],
      ],
    });
    expect(chooseRedis(machine(['apk'], { root: true }))).toEqual({
      how: 'install',
      commands: [['apk', 'add', '--no-cache', 'redis']],
    });
  });

  it('installs with brew, which refuses root', () => {
    expect(chooseRedis(machine(['brew']))).toEqual({ how: 'install', commands: [['brew', 'install', 'redis']] });
    expect(chooseRedis(machine(['brew'], { root: true })).how).toBe('none');
  });

  it('never tries to install as somebody else', () => {
    expect(chooseRedis(machine(['apt-get', 'apk'])).how).toBe('none');
  });
});
