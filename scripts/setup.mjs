/** Makes a clone ready to run: dependencies as locked, Node 24, a build; each only when something changed. No dependencies of its own. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from './child.mjs';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = 20;
const NEEDED_NODE = 24;

/** A problem that the person at the screen can solve: shown without a stack. */
export class SetupError extends Error {}

const inRoot = (...path) => join(ROOT, ...path);
const readOr = (file, otherwise) => (existsSync(file) ? readFileSync(file, 'utf8') : otherwise);
const majorOf = (version) => Number(version.replace(/^v/, '').split('.')[0]);

function hashOf(paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(inRoot(path)))
      .update('\0');
  };
  for (const path of paths) {
    if (/\.\w+$/.test(path)) add(path);
    else {
      const files = readdirSync(inRoot(path), { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      );
      const names = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(ROOT.length + 1));
      names
        .filter((name) => !/\.spec\.ts$/.test(name))
        .sort()
        .forEach(add);
    }
  }
  return hash.digest('hex');
}

async function installDependencies() {
  const stamp = inRoot('node_modules/.sidenote-lock');
  const lock = hashOf(['package-lock.json']);
  if (readOr(stamp) === lock) return;
  console.log('Installing the dependencies, as locked (once)');
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const args = [...npm.slice(1), 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await startChild(npm[0], args, { cwd: ROOT }).exited;
  if (code !== 0) throw new SetupError(`npm ci ended with code ${code}; what it said is above.`);
  writeFileSync(stamp, lock);
}

/** The Node 24 that everything runs under: this one if it is new enough, else the one that npm installed. */
function node24() {
  if (majorOf(process.version) >= NEEDED_NODE) return process.execPath;
  const installed = inRoot('node_modules/node/bin/node');
  const { stdout, status } = spawnSync(installed, ['--version'], { encoding: 'utf8' });
  if (status === 0 && majorOf(stdout) >= NEEDED_NODE) return installed;
  throw new SetupError(
    `Sidenote runs on Node ${NEEDED_NODE}; this is ${process.version}, and the one that npm should have brought does not run here ` +
      '(is ignore-scripts set in your npm configuration?). Install Node 24 from https://nodejs.org and try again.',
  );
}

const SOURCES = ['apps', 'libs', 'tsconfig.json', 'nest-cli.json', 'package.json', 'package-lock.json'];

async function build(node, env) {
  const stamp = inRoot('dist/.sidenote-build');
  const sources = hashOf(SOURCES);
  if (readOr(stamp) === sources) return;
  console.log('Building (once, and when the sources change)');
  rmSync(inRoot('dist'), { recursive: true, force: true });
  const nest = inRoot('node_modules/@nestjs/cli/bin/nest.js');
  for (const app of ['sidenote', 'sandbox']) {
    const code = await startChild(node, [nest, 'build', app], { cwd: ROOT, env }).exited;
    if (code !== 0) throw new SetupError(`The build of ${app} ended with code ${code}; what it said is above.`);
  }
  mkdirSync(inRoot('dist'), { recursive: true });
  writeFileSync(stamp, sources);
}

/**
 * @param {{built?: boolean}} [options] `built: false` leaves the build out
 * @returns {Promise<{node: string, env: NodeJS.ProcessEnv}>} the Node to run with, and an environment in which it comes first
 * @throws {SetupError}
 */
export async function setUp({ built = true } = {}) {
  if (majorOf(process.version) < OLDEST_NODE) {
    throw new SetupError(
      `Sidenote needs Node ${OLDEST_NODE} or newer to start from; this is ${process.version}. Get a newer one from https://nodejs.org.`,
    );
  }
  await installDependencies();
  const node = node24();
  const env = { ...process.env, PATH: [dirname(node), inRoot('node_modules/.bin'), process.env.PATH].join(delimiter) };
  if (built) await build(node, env);
  return { node, env };
}

/** Ends the script with what went wrong: for a person where a person can help, with a stack otherwise. */
export function fail(error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exit(1);
}
