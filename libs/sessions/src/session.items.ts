import { lineCost } from '@app/notes';
import type { StoredAction } from './session.types';

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

/** Prose of our own summaries is stored as a JSON string; that of the stream is an item. */
export const readProse = (item: string) => (item.startsWith('s') ? jsonOf(item) : JSON.parse(item)) as string;

/** Whether an item is the prose of a summary. */
export const isProse = (item: string | undefined) => item === undefined || item.startsWith('"') || item.startsWith('s');

/** `forwarded_at` of the newest payload among these items, Unix ms; null where none is known. */
export function newestForwardedAt(items: string[]): number | null {
  // Only the first action of a payload holds it.
  const times = items
    .filter((item) => !isProse(item) && item.includes('"f":'))
    .flatMap((item) => readAction(item).f ?? []);
  return times.length > 0 ? Math.max(...times) : null;
}
