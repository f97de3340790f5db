import { lineCost } from '@app/notes';
import type { StoredAction, StoredSummary } from './session.types';

/**
 * Items of a session's buffer: `<Unix ms>|<cost in a note>|<JSON>`, so that Lua can trim by time and fill a note by size without
 * parsing JSON; a summary of the stream is `s<replaces>|0|<JSON string>`. JSON never holds a raw newline, which joins items.
 */
export const actionItem = (action: StoredAction): string =>
  `${Math.trunc(action.ts * 1000)}|${lineCost(action.text)}|${JSON.stringify(action)}`;

export const summaryItem = (summary: string, replaces: number) =>
  `s${Math.max(0, Math.trunc(replaces))}|0|${JSON.stringify(summary)}`;

const jsonOf = (item: string) => JSON.parse(item.slice(item.indexOf('|', item.indexOf('|') + 1) + 1)) as unknown;

export const readAction = (item: string) => jsonOf(item) as StoredAction;

export const storedSummary = (summary: StoredSummary) => JSON.stringify(summary);

/** A summary of ours, or of the stream. Version 0.1.0 stored its prose alone. */
export function readSummary(item: string): { prose: string; by?: string; since?: number } {
  if (item.startsWith('s')) return { prose: jsonOf(item) as string, by: 'Autoplay' };
  const stored = JSON.parse(item) as string | StoredSummary;
  return typeof stored === 'string' ? { prose: stored } : stored;
}

export const readProse = (item: string) => readSummary(item).prose;

/** Whether an item is a summary. */
export const isProse = (item: string | undefined) => item === undefined || /^["s{]/.test(item);

/** `forwarded_at` of the newest payload among these items, Unix ms; null where none is known. */
export function newestForwardedAt(items: string[]): number | null {
  // Only the first action of a payload holds it.
  const times = items
    .filter((item) => !isProse(item) && item.includes('"f":'))
    .flatMap((item) => readAction(item).f ?? []);
  return times.length > 0 ? Math.max(...times) : null;
}
