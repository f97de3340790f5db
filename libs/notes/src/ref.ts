import { randomFillSync } from 'node:crypto';

/** Crockford's base 32, lower case: no i, l, o, u. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export const REF_LENGTH = 12;

/** Random bytes for the next 256 refs: asking for them costs more than all the rest of a ref. */
const pool = Buffer.alloc(REF_LENGTH * 256);
let used = pool.length;

/** A note's own reference: 60 random bits as 12 characters. */
export function newRef(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let ref = '';
  for (const end = used + REF_LENGTH; used < end; used++) ref += ALPHABET[pool[used]! & 31]!;
  return ref;
}

/** The last line of a note, by which our own notes are told from everybody else's. */
export const refLine = (ref: string) => `ref ${ref}`;
