import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { runCommand } from '../support/command';
import { Stage } from '../support/stage';

interface Check {
  name: string;
  status: 'ok' | 'warning' | 'failure' | 'skipped';
  message: string;
  fix: string | null;
}

describe('sidenote doctor', () => {
  let stage: Stage;
  let environment: Record<string, string>;
  beforeAll(async () => {
    stage = await Stage.open({ environment: { DASHBOARD_PASSWORD: 'a-long-enough-password' } });
    environment = {
      ...stage.environment,
      PUBLIC_BASE_URL: stage.service.url,
      OPS_HOST: '127.0.0.1',
      OPS_PORT: new URL(stage.service.opsUrl).port,
    };
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  /** Variables set to '' count as not set. */
  async function examined(changes: Record<string, string> = {}) {
    const { code, stdout, stderr } = await runCommand(['doctor', '--json'], { ...environment, ...changes });
    expect(stderr).toBe('');
    const report = JSON.parse(stdout) as { ok: boolean; checks: Check[] };
    expect(Object.keys(report)).toEqual(['ok', 'checks']);
    for (const check of report.checks) {
      expect(Object.keys(check)).toEqual(['name', 'status', 'message', 'fix']);
      expect(check.fix !== null).toBe(check.status === 'failure' || check.status === 'warning');
    }
    expect(code).toBe(report.ok ? 0 : 1);
    return { ...report, stdout, of: (name: string) => report.checks.find((check) => check.name === name) };
  }

  it('finds nothing to mend where all is well, tells the last delivery of each topic, and prints no secret', async () => {
    const { id } = await stage.other.contact({ external_id: 'doctor-1' });
    await stage.other.writes(id);
    const { ok, checks, stdout, of } = await examined();
    expect(checks.filter(({ status }) => status === 'failure')).toEqual([]);
    expect(ok).toBe(true);
    const { streamToken, intercomToken, clientSecret, openaiKey } = SANDBOX_CREDENTIALS;
    for (const secret of [streamToken, intercomToken, clientSecret, openaiKey, 'a-long-enough-password'])
      expect(stdout).not.toContain(secret);
    const { message } = of('webhook deliveries')!;
    expect(message).toMatch(/conversation\.user\.created \d+ s ago/);
    expect(message).toContain('never received: ');
    expect(message).toContain('contact.deleted');
    const names = checks.filter(({ status }) => status === 'ok').map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        ...[
          'node',
          'configuration',
          'redis',
          'redis clock',
          'stream',
          'intercom',
          'intercom admin',
          'llm',
          'dashboard',
        ],
        ...[
          'webhook address',
          'webhook signature',
          'webhook signature (sha256)',
          'webhook forgery',
          'webhook deliveries',
        ],
      ]),
    );
  });

  it('shows one line per check, the fixes, and the exit code', async () => {
    const { code, stdout } = await runCommand(['doctor'], { ...environment, INTERCOM_ADMIN_ID: '99' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✓ node /m);
    expect(stdout).toMatch(/^✗ intercom admin +there is no admin 99$/m);
    expect(stdout).toMatch(/^ +→ set INTERCOM_ADMIN_ID to one of .*7412205/m);
  });

  // Each check is one's own: several things that are wrong at a time are told beside each other.
  it.each([
    [
      { INTERCOM_ACCESS_TOKEN: 'broken-intercom-token', AUTOPLAY_API_TOKEN: 'broken-autoplay-token' },
      { intercom: 'INTERCOM_ACCESS_TOKEN', stream: 'AUTOPLAY_API_TOKEN' },
    ],
    [
      { INTERCOM_ADMIN_ID: '1', INTERCOM_CLIENT_SECRET: 'another-client-secret', OPENAI_API_KEY: 'broken-openai-key' },
      {
        'intercom admin': 'INTERCOM_ADMIN_ID',
        'webhook signature': 'INTERCOM_CLIENT_SECRET',
        'webhook signature (sha256)': 'INTERCOM_CLIENT_SECRET',
        llm: 'OPENAI_API_KEY',
      },
    ],
    [
      { INTERCOM_APP_ID: 'another1', PUBLIC_BASE_URL: 'http://127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' },
      { intercom: 'INTERCOM_APP_ID', 'webhook address': 'PUBLIC_BASE_URL', redis: 'REDIS_URL' },
    ],
    [
      { INTERCOM_BASE_URL: 'http://127.0.0.1:1', OPENAI_MODEL: 'no-such-model' },
      { intercom: 'INTERCOM_BASE_URL', llm: 'OPENAI_MODEL' },
    ],
  ])('with %j wrong, the fix of each check names its setting: %j', async (changes, failures) => {
    const report = await examined(changes);
    expect(report.ok).toBe(false);
    for (const [name, variable] of Object.entries(failures))
      expect(report.of(name)).toMatchObject({ status: 'failure', fix: expect.stringContaining(variable) });
    for (const secret of Object.values(changes).filter((value) => value.startsWith('broken-')))
      expect(report.stdout).not.toContain(secret);
  });

  it('an unknown product is explained', async () => {
    const url = stage.environment.AUTOPLAY_STREAM_URL!.replace(/[^/]+$/, 'nobody');
    expect((await examined({ AUTOPLAY_STREAM_URL: url })).of('stream')).toMatchObject({
      status: 'failure',
      message: expect.stringContaining('404'),
    });
  });

  it('tells every problem of the configuration, and skips what cannot be checked without it', async () => {
    const report = await examined({ INTERCOM_ADMIN_ID: 'seven', AUTOPLAY_API_TOKEN: '', PUBLIC_BASE_URL: '' });
    const problems = report.checks.filter(({ name }) => name === 'configuration');
    expect(problems.map(({ status, message }) => [status, message.split(' ')[0]])).toEqual([
      ['failure', 'AUTOPLAY_API_TOKEN'],
      ['failure', 'INTERCOM_ADMIN_ID'],
    ]);
    expect(report.of('stream')).toMatchObject({ status: 'skipped', message: 'needs AUTOPLAY_API_TOKEN' });
    expect(report.of('webhook address')).toMatchObject({ status: 'skipped', message: 'needs PUBLIC_BASE_URL' });
    expect(report.of('redis')?.status).toBe('ok');
  });

  it('without a key for an LLM says that rules write the summaries', async () => {
    expect((await examined({ OPENAI_API_KEY: '' })).of('llm')).toMatchObject({ status: 'skipped' });
  });
});
