import { readFileSync } from 'node:fs';
import { SETTINGS_HELP, type SettingName } from './settings.help';

/** More than any secret has; a wrong path may lead to anything. */
const LONGEST = 64 * 1024;

/** What may be given as `<NAME>_FILE`: every secret, the URLs that may hold one, and long texts. */
export const fromFile = (name: SettingName): boolean => {
  const { secret, credentials, prose } = SETTINGS_HELP[name];
  return secret === true || credentials === true || prose === true;
};

/**
 * Puts what `<NAME>_FILE` points to into `raw`, white space around it dropped, as orchestrators mount secrets.
 * @returns what is wrong, one line for each setting. It repeats no path: somebody may have set the secret itself there.
 */
export function readSecretFiles(raw: Map<string, string>, names: readonly SettingName[]): Map<SettingName, string> {
  const problems = new Map<SettingName, string>();
  for (const name of names.filter(fromFile)) {
    const path = raw.get(`${name}_FILE`);
    if (path === undefined) continue;
    const read = raw.has(name) ? { wrong: `and ${name} are both set; expected one of them` } : contentOf(path, name);
    if ('wrong' in read) problems.set(name, `${name}_FILE ${read.wrong}`);
    else raw.set(name, read.content);
  }
  return problems;
}

function contentOf(path: string, name: SettingName): { content: string } | { wrong: string } {
  const expected = `; expected the path of a file that holds the value of ${name} and nothing else`;
  try {
    const content = readFileSync(path, 'utf8').trim();
    if (content === '') return { wrong: `points to an empty file${expected}` };
    if (content.length > LONGEST) return { wrong: `points to a file that is too long${expected}` };
    return { content };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'that is not there' : `that cannot be read (${code ?? 'unknown'})`;
    return { wrong: `points to a file ${why}${expected}` };
  }
}
