import type { Readable } from 'node:stream';

export interface StartedChild {
  stdout: Readable | null;
  stderr: Readable | null;
  exited: Promise<number>;
  signal(name: string): void;
  running(): boolean;
  stop(): Promise<number>;
  kill(): void;
}

export interface ChildOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  output?: 'inherit' | 'pipe' | number;
  killAfterMs?: number;
}

export function startChild(command: string, args: string[], options?: ChildOptions): StartedChild;
export function onStop(stop: (reason: string) => void): void;
