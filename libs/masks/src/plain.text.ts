const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
const FORMAT = /\p{Cf}/gu;
const OTHER_DIGITS = /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u09E6-\u09EF\u0E50-\u0E59]/g;
const ASCII = /^[\0-\x7f]*$/;

const digitOf = (digit: string) => {
  const code = digit.charCodeAt(0);
  const zero = [0x0e50, 0x09e6, 0x0966, 0x06f0, 0x0660].find((first) => code >= first) ?? code;
  return String(code - zero);
};

/** `text` without invisible format characters. */
export const withoutFormat = (text: string) => (ASCII.test(text) ? text : text.replace(FORMAT, ''));

/** How the rules read a text: NFKC, nothing invisible, the digits of other scripts as 0 to 9. */
export function plainText(text: string): string {
  if (ASCII.test(text)) return text;
  return text.replace(INVISIBLE, '').normalize('NFKC').replace(INVISIBLE, '').replace(OTHER_DIGITS, digitOf);
}

/** Lower case of the same length, so that places in it are places in `text`. */
export const lower = (text: string) => text.replaceAll('İ', 'i').toLowerCase();
