/** What may be installed on this machine without asking, and how. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const executable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) return false;
    throw error;
  }
};

/** @returns {string | undefined} the file that a command's name stands for */
export const pathOf = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(executable);

/** The machine as the decisions see it; specs give their own. */
export const thisMachine = () => ({
  env: process.env,
  root: process.getuid?.() === 0,
  onPath: (name) => pathOf(name) !== undefined,
  dockerRuns: () => spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0,
});

/**
 * The commands that install a package without a question, or null when there is no way: apt-get and apk as root, brew as anybody.
 * @param {{apt: string, apk: string, brew: string}} names the package's name for each
 */
export function installCommands(names, { root, onPath }) {
  if (root && onPath('apt-get')) {
    return [
      ['apt-get', 'update', '-q'],
      ['apt-get', 'install', '-q', '-y', '--no-install-recommends', names.apt],
    ];
  }
  if (root && onPath('apk')) return [['apk', 'add', '--no-cache', names.apk]];
  if (!root && onPath('brew')) return [['brew', 'install', ...names.brew.split(' ')]];
  return null;
}

/** Runs them, quiet unless one fails. @returns {boolean} whether all went well */
export function install(commands) {
  for (const [command, ...args] of commands) {
    const { status, stderr, error } = spawnSync(command, args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', HOMEBREW_NO_ANALYTICS: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: 600_000,
    });
    if (status !== 0) {
      console.error(`${[command, ...args].join(' ')} failed: ${(error?.message ?? stderr).trim().slice(-1000)}`);
      return false;
    }
  }
  return true;
}
