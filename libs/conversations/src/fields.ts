/** Reading foreign JSON without believing it: every function takes anything and throws nothing. */
export type Fields = Record<string, unknown>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The objects of a list, at most 500 of them (Intercom sends no more parts). */
export const listOf = (value: unknown): Fields[] =>
  Array.isArray(value)
    ? value
        .slice(0, 500)
        .filter((element) => typeof element === 'object' && element !== null)
        .map(fieldsOf)
    : [];

/** Trimmed text of at most `max` characters; numbers are written out; anything else is ''. */
export function textOf(value: unknown, max = 256): string {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  const trimmed = typeof text === 'string' && text.length <= max + 64 ? text.trim() : '';
  return trimmed.length <= max ? trimmed : '';
}

/** An id that is safe in a path and a key; else null. */
export function idOf(value: unknown): string | null {
  const id = textOf(value, 64);
  return /^[\w-]+$/.test(id) ? id : null;
}

/** Unix seconds (or ms), as a number or its text, or an ISO date, as Unix ms; else null. */
export function timeOf(value: unknown): number | null {
  const text = textOf(value, 40);
  if (text === '') return null;
  const number = Number(text);
  const ms = Number.isFinite(number) ? Math.round(number > 1e11 ? number : number * 1000) : Date.parse(text);
  return Number.isFinite(ms) && ms > 0 && ms < 8.64e15 ? ms : null;
}
