const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const RUNS = /[A-Z]?[a-z]+|[A-Z]+|\d+/g;

export const isUuid = (text: string) => UUID.test(text);

/** Whether a machine seems to have drawn it: letters and digits change places too often for words and numbers. UUIDs and ids of 24 hex digits are names of pages. */
export function looksRandom(text: string): boolean {
  if (text.length > 4096) return looksRandom(text.slice(0, 4096));
  if (text.length < 16) return false;
  if (UUID.test(text) || /^[\d.,_-]+$/.test(text) || /^[0-9a-f]{24}$/i.test(text)) return false;
  return text.split(/[-_.~=%+]/).some(drawn) || drawn(text.replace(/[-_.~=%+]/g, '').slice(0, 64));
}

function drawn(part: string): boolean {
  if (part.length < 16 || !/[A-Za-z]/.test(part)) return false;
  const runs = part.match(RUNS)?.length ?? 1;
  const mixed = /\d/.test(part) || /[a-z][A-Z].*[a-z][A-Z]/.test(part);
  return mixed && part.length / runs < 2.9;
}
