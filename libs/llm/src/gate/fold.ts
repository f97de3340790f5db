/** Text as it is compared: one width, one case, one kind of quote and space. */
export const fold = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[‐‑‒–—]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();

const WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** The words of a text, folded; parts of a compound with hyphens are words of their own. */
export const wordsOf = (text: string): string[] => fold(text).match(WORD) ?? [];

/** Numbers as written and as bare digits: `1,299.00` is `1,299.00` and `129900`. */
export const numbersOf = (text: string): string[] => text.normalize('NFKC').match(/\d+(?:[.,:]\d+)*/g) ?? [];
export const digitsOf = (number: string) => number.replace(/\D/g, '');

/** Addresses with a scheme, and hosts with a path. */
export const ADDRESS =
  /\b(?:[a-z][a-z0-9+.-]{1,12}:\/\/|www\.|mailto:|javascript:|data:)[^\s<>"”»]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\/[^\s<>"”»]*/gi;
