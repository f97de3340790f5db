/**
 * Child processes that cannot outlive us. Each hangs on a pipe: when the pipe closes, because we stop it or because we died
 * in whatever way, it gets SIGTERM; a line in it is the name of a signal to send. It is a process group of its own, so that Ctrl-C reaches us only and we decide the order.
 */
import { spawn } from 'node:child_process';

// Waits for the command and exits with its code; beside it, lines of stdin become signals, its end SIGTERM. Builtins only: PATH may be empty.
const LIFELINE = [
  'exec 3<&0',
  '"$@" </dev/null 3<&- &',
  'child=$!',
  '(while read -r signal <&3; do kill -s "$signal" "$child"; done; kill "$child") 2>/dev/null &',
  'exec 3<&- 2>/dev/null',
  'wait "$child"',
].join('\n');

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, cwd?: string, output?: 'inherit' | 'pipe' | number, killAfterMs?: number}} [options] `output`: where stdout and stderr go
 */
export function startChild(command, args, { env, cwd, output = 'inherit', killAfterMs = 30_000 } = {}) {
  const child = spawn('/bin/sh', ['-c', LIFELINE, 'sh', command, ...args], {
    env,
    cwd,
    detached: true,
    stdio: ['pipe', output, output],
  });
  const kill = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  };
  // The pipe may break before it is closed; the exit says all there is to say.
  child.stdin.on('error', () => child.stdin.destroy());
  const exited = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      child.stdin.destroy();
      kill();
      resolve(code ?? 1);
    });
  });
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    /** Resolves with the exit code, once whatever the command left behind is gone too. */
    exited,
    /** Sends a signal to the command alone. @param {string} name without SIG */
    signal: (name) => void child.stdin.write(`${name}\n`),
    running: () => child.exitCode === null && child.signalCode === null,
    /** SIGTERM, and SIGKILL to the whole group after `killAfterMs`. Resolves with the exit code. */
    async stop() {
      child.stdin.end();
      const late = setTimeout(kill, killAfterMs);
      const code = await exited;
      clearTimeout(late);
      return code;
    },
    kill,
  };
}

/** How often a script of npm looks whether npm is still there, in milliseconds. */
const PARENT_CHECK_MS = 500;

/**
 * Calls `stop` once, on Ctrl-C, on SIGTERM or SIGHUP, and when npm, which started us, is gone: a SIGTERM to npm ends only npm.
 * @param {(reason: string) => void} stop
 */
export function onStop(stop) {
  let stopped = false;
  const once = (reason) => {
    if (stopped) return;
    stopped = true;
    stop(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => once(signal));
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== parent && once('npm is gone'), PARENT_CHECK_MS).unref();
  }
}
