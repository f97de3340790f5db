import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 20;

/** What is waited for cannot come any more: thrown by a condition, it ends the wait at once. */
export class InVain extends Error {}

/** Waits for a condition, not for a time: resolves with the first truthy value, or throws after `timeoutMs` saying what was awaited. */
export async function until<T>(
  what: string,
  condition: () => Promise<T> | T,
  { timeoutMs = 240_000, everyMs = EVERY_MS } = {},
): Promise<NonNullable<T>> {
  const end = Date.now() + timeoutMs;
  let trouble: unknown;
  for (;;) {
    try {
      const value = await condition();
      if (value) return value as NonNullable<T>;
      trouble = undefined;
    } catch (error) {
      if (error instanceof InVain) throw error;
      trouble = error;
    }
    if (Date.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`, { cause: trouble });
    await pause(everyMs);
  }
}

/** Something must NOT happen: looks for as long as `forMs`, and fails at once when it does. */
export async function never(what: string, condition: () => Promise<unknown> | unknown, forMs = 600): Promise<void> {
  const end = Date.now() + forMs;
  while (Date.now() < end) {
    if (await condition()) throw new Error(`must not happen: ${what}`);
    await pause(EVERY_MS);
  }
}
