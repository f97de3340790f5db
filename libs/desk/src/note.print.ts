import { hash } from 'node:crypto';

/** What a reader sees of a text, in one line: a desk may break and space it anew, but not change its words. */
export const readable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\s\u200b]+/g, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();

/** A fingerprint of the whole text of a note: by it our own note is told from one that quotes it. */
export const printOf = (text: string): string => hash('sha256', readable(text), 'base64url').slice(0, 22);
