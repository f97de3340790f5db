import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { REQUIRED_BY_ROLE, ROLES, type Role } from './roles';
import { presetOf } from './presets';
import { readSecretFiles } from './settings.files';
import { SETTINGS_HELP, type SettingName } from './settings.help';
import { CROSS_RULES } from './settings.rules';
import { Settings } from './settings';

export interface LoadOptions {
  /** A `.env` file under the environment; one that is not there counts as empty, as does ''. */
  envFile?: string;
  /** The roles that will run: only what they need is required. Default: all. */
  roles?: readonly Role[];
  /** Complain about these only, for commands that use a part of the configuration. Default: all. */
  only?: readonly SettingName[];
}

/** Every problem of a configuration at once: one line each, naming the variable, without secrets. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem${problems.length === 1 ? '' : 's'}:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.name = 'SettingsError';
  }
}

const NAMES = Object.keys(SETTINGS_HELP) as SettingName[];

const filled = (variables: NodeJS.Dict<string>) =>
  Object.entries(variables).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()] as const] : []));

const given = (name: SettingName, value: string | undefined) => {
  if (value === undefined) return 'is not set';
  const { secret, url } = SETTINGS_HELP[name];
  return secret || url ? 'is set to something else' : `is ${JSON.stringify(value.slice(0, 60))}`;
};

const problem = (name: SettingName, value: string | undefined) => {
  const { expected, found } = SETTINGS_HELP[name];
  return `${name} ${given(name, value)}; expected ${expected}${found ? `; find it: ${found}` : ''}`;
};

/**
 * Parses and checks the environment. Empty values count as unset, white space around values is dropped, unknown variables are left alone.
 * Every secret may come from the file that `<NAME>_FILE` names.
 * @throws SettingsError with all problems
 */
export function loadSettings(env: NodeJS.Dict<string>, options: LoadOptions = {}): Settings {
  const { envFile = '', roles = ROLES, only = NAMES } = options;
  const inEnvFile = envFile && existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  const raw = new Map([...filled(inEnvFile), ...filled(env)]);
  const unread = readSecretFiles(raw, NAMES);
  const given = Object.fromEntries(NAMES.flatMap((name) => (raw.has(name) ? [[name, raw.get(name)]] : [])));
  const known = { ...presetOf(raw.get('NOTE_PRESET')), ...given };
  const settings = plainToInstance(Settings, known, { excludeExtraneousValues: true, exposeDefaultValues: true });

  const required = new Set(roles.flatMap((role) => REQUIRED_BY_ROLE[role]));
  const wrong = new Set(
    validateSync(settings)
      .map((error) => error.property as SettingName)
      .filter((name) => raw.has(name) || required.has(name)),
  );
  const broken = CROSS_RULES.filter(
    (rule) => !rule.reads.some((name) => wrong.has(name)) && rule.broken(settings, roles),
  );
  for (const rule of broken) wrong.add(rule.reads[0]);

  const problems = NAMES.filter((name) => (wrong.has(name) || unread.has(name)) && only.includes(name)).map(
    (name) => unread.get(name) ?? problem(name, raw.get(name)),
  );
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}
