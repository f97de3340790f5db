import { randomBytes } from 'node:crypto';
import { convert } from 'html-to-text';

/** Crockford's base 32, lower case: no i, l, o, u. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const REF_LINE = /^ref ([0-9a-hjkmnp-tv-z]{12})$/;

export const REF_LENGTH = 12;

/** A note's own reference: 60 random bits as 12 characters. */
export function newRef(): string {
  return Array.from(randomBytes(REF_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
}

export const refLine = (ref: string) => `ref ${ref}`;

/** The reference that a part's body ends in, be it HTML or plain text; null: no note of ours. Only the last line counts: users can type the rest. */
export function refOfBody(body: string): string | null {
  const text = convert(body, {
    wordwrap: false,
    preserveNewlines: true,
    selectors: [{ selector: 'a', options: { ignoreHref: true } }],
  });
  return REF_LINE.exec(text.trimEnd().split('\n').at(-1)?.trim() ?? '')?.[1] ?? null;
}
