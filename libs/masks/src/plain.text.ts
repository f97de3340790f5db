const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const FORMAT = /\p{Cf}/gu;
/** Digits of every script; a keycap around a digit. */
const OTHER_DIGITS = /(?![0-9])\p{Nd}/gu;
const KEYCAP = /\u20e3/g;
const DIGIT = /\p{Nd}/u;
const ASCII = /^[\0-\x7f]*$/;

/** The digits of a script stand in a row, zero first. */
const digitOf = (digit: string) => {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
  return String((code - zero) % 10);
};

/** `text` without invisible format characters. */
export const withoutFormat = (text: string) => (ASCII.test(text) ? text : text.replace(FORMAT, ''));

/** How the rules read a text: NFKC, nothing invisible, the digits of other scripts as 0 to 9. */
export function plainText(text: string): string {
  if (ASCII.test(text)) return text;
  return text
    .replace(INVISIBLE, '')
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(KEYCAP, '')
    .replace(OTHER_DIGITS, digitOf);
}

/** Lower case of the same length, so that places in it are places in `text`. */
export const lower = (text: string) => text.replaceAll('İ', 'i').toLowerCase();
