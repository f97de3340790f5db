import { execFile } from 'node:child_process';
import { resolve } from 'node:path';

const MAIN = resolve(__dirname, '../../dist/apps/sidenote/apps/sidenote/src/main.js');

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command of the built service in a process of its own, with nothing of our environment in it. */
export function runCommand(args: string[], environment: Record<string, string>): Promise<Ran> {
  const env = { PATH: process.env.PATH, SIDENOTE_ENV_FILE: '', ...environment };
  return new Promise((done) => {
    execFile(process.execPath, [MAIN, ...args], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      done({ code, stdout, stderr });
    });
  });
}
