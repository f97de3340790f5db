import { randomBytes } from 'node:crypto';

/** Crockford's base 32, lower case: no i, l, o, u. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export const REF_LENGTH = 12;

/** A note's own reference: 60 random bits as 12 characters. */
export function newRef(): string {
  return Array.from(randomBytes(REF_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
}

/** The last line of a note, by which our own notes are told from everybody else's. */
export const refLine = (ref: string) => `ref ${ref}`;
