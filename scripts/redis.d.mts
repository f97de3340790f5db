import type { Machine } from './system-packages.mjs';

export type RedisChoice =
  | { how: 'url'; url: string }
  | { how: 'server'; command: string }
  | { how: 'docker' }
  | { how: 'install'; commands: string[][] }
  | { how: 'none' };

export interface GivenRedis {
  url: string;
  stop(): Promise<void>;
  exited?: Promise<number>;
}

export function chooseRedis(machine: Machine): RedisChoice;
export function getRedis(options?: { folder?: string; say?: (line: string) => void }): Promise<GivenRedis>;
