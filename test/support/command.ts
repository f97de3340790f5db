import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = resolve(__dirname, '../../dist/apps/sidenote/apps/sidenote/src/main.js');

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command of the built service in a process of its own, with nothing of our environment in it. */
export function runCommand(args: string[], environment: Record<string, string>, input = ''): Promise<Ran> {
  const env = { PATH: process.env.PATH, SIDENOTE_ENV_FILE: '', ...environment };
  return new Promise((done) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env, timeout: 600_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      done({ code, stdout, stderr });
    });
    child.stdin!.on('error', () => undefined).end(input);
  });
}

export interface Running {
  /** What it has printed so far, line by line. */
  lines: string[];
  errors: string[];
  /** Presses Ctrl-C; resolves with the exit code, or the signal's name. */
  interrupt(): Promise<number | string | null>;
}

/** A command that runs until it is told to stop. */
export function startCommand(args: string[], environment: Record<string, string>): Running {
  const env = { PATH: process.env.PATH, SIDENOTE_ENV_FILE: '', ...environment };
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const interrupt = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
    return child.exitCode ?? child.signalCode;
  };
  return { lines, errors, interrupt };
}
