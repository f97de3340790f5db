import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { REQUIRED_BY_ROLE } from './roles';
import { SETTINGS_HELP, type SettingName } from './settings.help';
import { loadSettings, SettingsError } from './settings.load';
import { Settings } from './settings';

const TEXT = readFileSync(join(__dirname, '../../../.env.example'), 'utf8');
const NAMES = Object.keys(SETTINGS_HELP) as SettingName[];
const REQUIRED = new Set(Object.values(REQUIRED_BY_ROLE).flat());

/** Of docker-compose.yml, not of the service. */
const COMPOSE_ONLY = ['STOP_GRACE_PERIOD', 'SIDENOTE_VERSION', 'SIDENOTE_REVISION'];

const FILLED = {
  AUTOPLAY_STREAM_URL: 'https://connector.example/stream/shop',
  AUTOPLAY_API_TOKEN: 'token',
  INTERCOM_ACCESS_TOKEN: 'token',
  INTERCOM_ADMIN_ID: '1',
  INTERCOM_CLIENT_SECRET: 'secret',
};

const written = (value: unknown) => (typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value ?? ''));

/** The lines of one setting: what it is for, what is expected, and its default, behind `#` unless it must be given. */
const blockOf = (name: SettingName) => {
  const { purpose, expected, found } = SETTINGS_HELP[name];
  const lines = [`# ${purpose}`, `#   expected: ${expected}`, ...(found ? [`#   find it: ${found}`] : [])];
  const assignment = REQUIRED.has(name) ? `${name}=` : `# ${name}=${written(new Settings()[name])}`;
  return `\n\n${[...lines, assignment].join('\n')}\n`;
};

const names = [...TEXT.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] ?? '');

describe('.env.example', () => {
  it.each(NAMES)('describes %s as the messages do', (name) => {
    expect(TEXT).toContain(blockOf(name));
  });

  it('names every setting once, and nothing else', () => {
    expect([...names].sort()).toEqual([...NAMES, ...COMPOSE_ONLY].sort());
  });

  it('asks for what has no default, and changes nothing else', () => {
    expect(Object.keys(parseEnv(TEXT)).sort()).toEqual([...REQUIRED].sort());
    const problems = (load: () => Settings) => {
      try {
        load();
        return [];
      } catch (error) {
        if (error instanceof SettingsError) return error.problems.map((problem) => problem.split(' ')[0]);
        throw error;
      }
    };
    expect(problems(() => loadSettings(parseEnv(TEXT))).sort()).toEqual([...REQUIRED].sort());
  });

  it('is accepted when every default is taken out of its comment', () => {
    const given = { ...parseEnv(TEXT.replace(/^# (?=[A-Z][A-Z0-9_]*=)/gm, '')), ...FILLED };
    expect(loadSettings(given)).toEqual(loadSettings(FILLED));
  });
});
