import { streamReadersKey } from '@app/redis';
import type { Redis } from 'ioredis';

/** How one stream process reads, as it last said; times are Unix ms. */
export interface StreamReaderState {
  at: number;
  startedAt: number;
  connectedSince: number | null;
  lastEventAt: number | null;
  /** Why it is not connected, and what to fix. */
  trouble: string | null;
  /** Frames since it started. */
  received: number;
  reconnects: number;
  overflow: number;
  rejected: number;
}

/** They say it every 3 s. */
const SILENT_AFTER_MS = 15_000;

/** The stream processes that are there, the first connected one first. */
export async function streamReaders(redis: Redis, prefix: string): Promise<({ id: string } & StreamReaderState)[]> {
  const told = await redis.hgetall(streamReadersKey(prefix));
  return Object.entries(told)
    .flatMap(([id, text]) => {
      const state = stateOf(text);
      return state && state.at > Date.now() - SILENT_AFTER_MS ? [{ id, ...state }] : [];
    })
    .sort((a, b) => (a.connectedSince ?? Infinity) - (b.connectedSince ?? Infinity));
}

function stateOf(text: string): StreamReaderState | null {
  try {
    const state = JSON.parse(text) as StreamReaderState;
    return typeof state.at === 'number' ? state : null;
  } catch {
    return null;
  }
}
