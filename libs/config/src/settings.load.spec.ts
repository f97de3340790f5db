import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SETTINGS_HELP, type SettingName } from './settings.help';
import { loadSettings, SettingsError, type LoadOptions } from './settings.load';
import { trustedProxies } from './trusted.proxies';

const complete = {
  AUTOPLAY_STREAM_URL: 'https://connector.example/stream/northwind%20shop',
  AUTOPLAY_API_TOKEN: 'a-token-of-autoplay',
  INTERCOM_ACCESS_TOKEN: 'a-token-of-intercom',
  INTERCOM_ADMIN_ID: '7412205',
  INTERCOM_CLIENT_SECRET: 'a-secret-of-intercom',
};

const problemsOf = (env: NodeJS.Dict<string>, options?: LoadOptions): readonly string[] => {
  try {
    loadSettings(env, options);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
};

describe('loadSettings', () => {
  it('takes the defaults, and turns text into what it stands for', () => {
    const settings = loadSettings({
      ...complete,
      PORT: '8080',
      REDACT: 'OFF',
      SESSION_LINK_ORIGINS: 'https://a.example, https://b.example',
    });
    expect(settings).toMatchObject({ PORT: 8080, OPS_PORT: 3001, REDACT: false, SUMMARY_THRESHOLD: 20 });
    expect(settings.SESSION_LINK_ORIGINS).toEqual(['https://a.example', 'https://b.example']);
    expect(settings.productId).toBe('northwind shop');
  });

  it('tells everything that is wrong at once, one line each, in a fixed order', () => {
    const problems = problemsOf({
      ...complete,
      INTERCOM_ADMIN_ID: 'Anna',
      AUTOPLAY_API_TOKEN: undefined,
      PORT: '99999',
      BIN_SECONDS: 'x',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'AUTOPLAY_API_TOKEN',
      'INTERCOM_ADMIN_ID',
      'BIN_SECONDS',
    ]);
    expect(problems.every((problem) => !problem.includes('\n'))).toBe(true);
  });

  it('says what was given, what is expected and where to find it', () => {
    const [line] = problemsOf({ ...complete, INTERCOM_ADMIN_ID: 'Anna' });
    expect(line).toMatch(/^INTERCOM_ADMIN_ID is "Anna"; expected digits only; find it: Intercom > Settings/);
  });

  it.each([
    ['AUTOPLAY_PUSH_SECRET', 'short7!'],
    ['REDIS_URL', 'http://user:hunter2-secret@host'],
    ['OPENAI_BASE_URL', 'user:hunter2-secret@host'],
  ])('never repeats a credential: %s', (name, value) => {
    const problems = problemsOf({ ...complete, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(name);
    expect(problems[0]).not.toContain(value);
    expect(problems[0]).not.toContain('hunter2');
  });

  it('counts empty and blank values as unset, and drops white space around others', () => {
    expect(loadSettings({ ...complete, PORT: '', LOG_LEVEL: '  ', INTERCOM_ADMIN_ID: ' 12\n' })).toMatchObject({
      PORT: 3000,
      LOG_LEVEL: 'info',
      INTERCOM_ADMIN_ID: '12',
    });
    expect(problemsOf({ ...complete, INTERCOM_ACCESS_TOKEN: ' ' })[0]).toContain('INTERCOM_ACCESS_TOKEN is not set');
  });

  it('leaves unknown variables alone', () => {
    const env = Object.assign(Object.create(null), complete, {
      PORTS: 'x',
      __proto__: 'y',
      constructor: 'z',
    }) as NodeJS.Dict<string>;
    expect(problemsOf(env)).toEqual([]);
    expect(loadSettings(env)).not.toHaveProperty('PORTS');
  });

  it.each([
    ['stream', ['AUTOPLAY_STREAM_URL', 'AUTOPLAY_API_TOKEN']],
    ['webhook', ['AUTOPLAY_STREAM_URL', 'INTERCOM_CLIENT_SECRET']],
    ['writer', ['AUTOPLAY_STREAM_URL', 'INTERCOM_ACCESS_TOKEN', 'INTERCOM_ADMIN_ID']],
    ['dashboard', []],
  ] as const)('asks of %s only what it needs', (role, needed) => {
    expect(problemsOf({}, { roles: [role] }).map((problem) => problem.split(' ')[0])).toEqual(needed);
  });

  it('refuses a wrong value also where it is not needed', () => {
    expect(problemsOf({ INTERCOM_ADMIN_ID: 'Anna' }, { roles: ['dashboard'] })).toHaveLength(1);
  });

  it('complains about nothing but what the command uses', () => {
    expect(problemsOf({ PORT: 'x', PUBLIC_BASE_URL: 'y' }, { roles: [], only: ['PUBLIC_BASE_URL'] })).toEqual([
      'PUBLIC_BASE_URL is set to something else; expected https://host[/path]; find it: the address of your proxy or tunnel in front of PORT',
    ]);
  });

  it('takes the defaults of a preset, and what is set itself before them', () => {
    expect(loadSettings(complete)).toMatchObject({ NOTE_STYLE: 'recipe', DEBOUNCE_MS: [150], DEBOUNCE_MAX_MS: [3000] });
    const calm = loadSettings({ ...complete, NOTE_PRESET: 'calm', SUMMARY_THRESHOLD: '30' });
    expect(calm).toMatchObject({
      NOTE_STYLE: 'grouped',
      DEBOUNCE_MS: [5000, 10_000, 20_000, 30_000],
      DEBOUNCE_MAX_MS: [10_000, 30_000, 60_000, 120_000],
      SUMMARY_THRESHOLD: 30,
      SUMMARY_ROLLING: true,
      REDACT: true,
    });
    expect(loadSettings({ ...complete, NOTE_PRESET: 'quiet' })).toMatchObject({
      DEBOUNCE_MS: [30_000],
      SUMMARY_THRESHOLD: 0,
      REDACT: false,
    });
  });

  it.each([
    ['NOTE_PRESET', 'constructor'],
    ['NOTE_TIME_ZONE', 'Mars/Olympus'],
    ['SUMMARY_CONTEXT', 'x'.repeat(2001)],
    ['SUMMARY_PROMPT', 'x'.repeat(8001)],
    ['DEBOUNCE_MS', '100,x'],
    ['DEBOUNCE_MS', '100,,200'],
    ['DEBOUNCE_MAX_MS', '3000,-1'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ ...complete, [name]: value })).toHaveLength(1);
  });

  it('compares lists value by value, each going on with its last', () => {
    const lists = (quiet: string, longest: string) =>
      problemsOf({ ...complete, DEBOUNCE_MS: quiet, DEBOUNCE_MAX_MS: longest }).length;
    expect([lists('1,2,3', '5'), lists('1,2,6', '5'), lists('4', '5,3')]).toEqual([0, 1, 1]);
  });

  it.each<[string, NodeJS.Dict<string>]>([
    ['DEBOUNCE_MAX_MS', { DEBOUNCE_MS: '500', DEBOUNCE_MAX_MS: '499' }],
    ['REPLAY_URL_TEMPLATE', { REPLAY_URL_TEMPLATE: 'https://posthog.example/replay' }],
    ['REDIS_PREFIX', { REDIS_CLUSTER: 'on', REDIS_PREFIX: 'sidenote' }],
    ['OPS_PORT', { PORT: '4001', OPS_PORT: '4001' }],
    ...[
      '/',
      '/health/',
      '/Metrics',
      '/ops',
      '/queues/x',
      '/api/overview',
      '/sessions',
      '//webhooks',
      '/canvas/submit',
    ].map((path): [string, NodeJS.Dict<string>] => ['INTERCOM_WEBHOOK_PATH', { INTERCOM_WEBHOOK_PATH: path }]),
    ...['11', '-1', 'true', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.example', '10.0.0.1,'].map(
      (trusted): [string, NodeJS.Dict<string>] => ['TRUST_PROXY', { TRUST_PROXY: trusted }],
    ),
    ['AUTOPLAY_PUSH_SECRET_PREVIOUS', { AUTOPLAY_PUSH_SECRET_PREVIOUS: 'was-a-secret' }],
    ['DASHBOARD_PASSWORD', { DASHBOARD_PASSWORD: 'eleven-long' }],
    ['INTERCOM_WEBHOOK_PATH', { INTERCOM_WEBHOOK_PATH: '/events/intercom' }],
    ['AUTOPLAY_STREAM_URL', { AUTOPLAY_STREAM_URL: 'https://connector.example/' }],
    ['AUTOPLAY_STREAM_URL', { AUTOPLAY_STREAM_URL: 'https://connector.example/stream/%ff' }],
    ['DASHBOARD_USER', { DASHBOARD_USER: 'a:b' }],
    ['INTERCOM_WEBHOOK_PATH', { INTERCOM_WEBHOOK_PATH: '/mcp' }],
    ['MCP', { MCP: 'on' }],
  ])('refuses settings that contradict each other: %s in %j', (name, env) => {
    const problems = problemsOf({ ...complete, ...env });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([name]);
  });

  it.each(['ab', '****', '*-####', 'a*b*c', 'x'.repeat(61), 'EMP-####,ab'])(
    'refuses a pattern of MASK_PATTERNS that matches too much or nothing: %s',
    (patterns) => {
      const [line, ...more] = problemsOf({ ...complete, MASK_PATTERNS: patterns });
      expect(line).toMatch(/^MASK_PATTERNS is /);
      expect(line).not.toContain('\n');
      expect(more).toEqual([]);
    },
  );

  it('takes patterns of MASK_PATTERNS that are right, and kinds of MASK that are known', () => {
    const settings = loadSettings({ ...complete, MASK_PATTERNS: 'EMP-####, cust_*', MASK: 'emails,phones' });
    expect(settings.MASK_PATTERNS).toEqual(['EMP-####', 'cust_*']);
    expect(problemsOf({ ...complete, MASK: 'emails,everything' })[0]).toMatch(/^MASK is /);
  });

  it('needs the access token for links from the browser, because Intercom is asked before one is believed', () => {
    const env = { ...complete, INTERCOM_ACCESS_TOKEN: undefined, SESSION_LINK_ORIGINS: 'https://a.example' };
    expect(problemsOf(env, { roles: ['webhook'] })[0]).toContain('INTERCOM_ACCESS_TOKEN is not set');
    expect(problemsOf({ ...env, SESSION_LINK_ORIGINS: undefined }, { roles: ['webhook'] })).toEqual([]);
  });

  it.each([
    [undefined, false],
    ['0', false],
    ['2', 2],
    ['10.0.0.0/8, ::1,fd00::/8, loopback', ['10.0.0.0/8', '::1', 'fd00::/8', 'loopback']],
  ])('trusts by TRUST_PROXY=%s: %j', (text, proxies) => {
    expect(trustedProxies(loadSettings({ ...complete, TRUST_PROXY: text }).TRUST_PROXY)).toEqual(proxies);
  });

  it('takes any port twice when both are left to the system', () => {
    expect(problemsOf({ ...complete, PORT: '0', OPS_PORT: '0' })).toEqual([]);
  });

  describe('with secrets in files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidenote-secrets-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const SECRETS = (Object.keys(SETTINGS_HELP) as SettingName[]).filter((name) => SETTINGS_HELP[name].secret);

    it.each([...SECRETS, 'REDIS_URL', 'AUTOPLAY_STREAM_URL', 'SUMMARY_CONTEXT', 'SUMMARY_PROMPT'] as SettingName[])(
      'reads %s from its file',
      (name) => {
        const value = {
          REDIS_URL: 'redis://me:pass@host',
          AUTOPLAY_STREAM_URL: 'https://c.example/p',
          ACTIVITY_API_KEYS: 'fin:long-enough-for-all',
        }[name as string];
        const env = { ...complete, AUTOPLAY_PUSH_SECRET: 'another-secret', [name]: '' };
        if (name === 'AUTOPLAY_PUSH_SECRET_PREVIOUS') env.AUTOPLAY_PUSH_SECRET = 'present-secret';
        const path = file(name, `${value ?? 'long-enough-for-all'}\n`);
        expect(String(loadSettings({ ...env, [`${name}_FILE`]: path })[name])).toBe(value ?? 'long-enough-for-all');
      },
    );

    it('reads the path from a .env file too, and checks what it read', () => {
      const envFile = file('.env', `DASHBOARD_PASSWORD_FILE=${file('short', 'hunter2')}`);
      const [line] = problemsOf(complete, { envFile });
      expect(line).toMatch(/^DASHBOARD_PASSWORD is set to something else; expected .* 12 characters/);
    });

    it.each([
      ['is not there', () => join(folder, 'hunter2'), 'points to a file that is not there'],
      ['is a folder', () => folder, 'cannot be read (EISDIR)'],
      ['is empty', () => file('empty', ' \n'), 'points to an empty file'],
      ['is too long', () => file('long', 'x'.repeat(70_000)), 'too long'],
    ])('says so when one %s, once, and repeats no path', (_, path, said) => {
      const problems = problemsOf({ ...complete, AUTOPLAY_API_TOKEN: '', AUTOPLAY_API_TOKEN_FILE: path() });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain('AUTOPLAY_API_TOKEN_FILE ');
      expect(problems[0]).toContain(said);
      expect(problems[0]).not.toContain(folder);
    });

    it('refuses a secret that is given twice', () => {
      const problems = problemsOf({ ...complete, AUTOPLAY_API_TOKEN_FILE: file('token', 'x') });
      expect(problems).toEqual(['AUTOPLAY_API_TOKEN_FILE and AUTOPLAY_API_TOKEN are both set; expected one of them']);
    });
  });

  describe('with a .env file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidenote-env-'));
    const envFile = join(folder, '.env');
    afterAll(() => rmSync(folder, { recursive: true }));

    it('reads it under the environment; an empty variable does not hide its value', () => {
      writeFileSync(envFile, 'PORT=4100\nOPS_PORT="4101" # private\nLOG_LEVEL=debug\n');
      const settings = loadSettings({ ...complete, PORT: '4200', LOG_LEVEL: '' }, { envFile });
      expect(settings).toMatchObject({ PORT: 4200, OPS_PORT: 4101, LOG_LEVEL: 'debug' });
    });

    it('does without one that is not there', () => {
      expect(loadSettings(complete, { envFile: join(folder, 'none') }).PORT).toBe(3000);
    });
  });
});
