import { BLANK } from './blank';

/** Digits in groups, however they are set apart. UUIDs and hex are read as a whole, so that their digits are no card. */
const RUN =
  /(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?:(?<=%20)|(?<![\d%]|\d\.))\d(?:(?:%20|%2[bdf]|&nbsp;|[ +._/,·*|:;~\\\u2010-\u2015\u2212\u2219\u22c5\u2027\u30fb-]{1,3}|\s?•\s?)?\d)+/gi;
/** Lengths by first digits: Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay, Maestro. */
const NETWORKS =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-59]|[689]\d)\d{11,13}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|(?:5[06-9]|6[0-37])\d{14,17}|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15})$/;
const FIRST_DIGIT = /^[2-6]/;
const SPACED = /^(?:%20|[ +\u2010-\u2015-]{1,3})$/;

export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, twice = false; i >= 0; i--, twice = !twice) {
    const digit = digits.charCodeAt(i) - 48;
    sum += twice ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

const isCard = (digits: string) => digits.length >= 12 && digits.length <= 19 && NETWORKS.test(digits) && luhn(digits);

function maskRun(run: string): string {
  if (run.length < 12 || /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(run)) return run;
  const groups = [...run.matchAll(/\d+/g)];
  // Numbers go by without the digits of an escape such as %20.
  const tokens = run.includes('%') ? [...run.replace(/%2[0bdf]/gi, '   ').matchAll(/\d+/g)] : groups;
  let out = '';
  let from = 0;
  for (let i = 0; i < tokens.length; i++) {
    const last = cardFrom(run, tokens, i);
    if (last < 0) continue;
    out += run.slice(from, tokens[i]!.index) + BLANK;
    from = tokens[last]!.index + tokens[last]![0].length;
    i = last;
  }
  return from === 0 ? run : out + run.slice(from);
}

/**
 * The last group of the longest card that begins with group `i`; -1: none. Groups are 4-4-4-4, 4-6-5, 4-6-4, of one size with a
 * shorter rest, or of three to eight digits between spaces. Groups of one or two digits are a card only when they are the whole run.
 */
function cardFrom(run: string, tokens: RegExpExecArray[], i: number): number {
  const first = tokens[i]!;
  if (!FIRST_DIGIT.test(first[0]) || (i > 0 && first[0].length < 3)) return -1;
  let digits = '';
  let found = -1;
  let shape = '';
  let [spaced, even, words] = [true, true, true];
  // What follows a decimal point is a fraction.
  const fraction = i > 0 && run[first.index - 1] === '.';
  for (let j = i; j < tokens.length; j++) {
    const token = tokens[j]!;
    const size = token[0].length;
    digits += token[0];
    if (digits.length > 19) break;
    if (j > i) spaced &&= SPACED.test(run.slice(tokens[j - 1]!.index + tokens[j - 1]![0].length, token.index));
    shape += `,${size}`;
    const layout = (even && size <= Math.max(first[0].length, 4)) || /^,4,6,[45]$/.test(shape);
    const whole = j === i ? !fraction : layout || (spaced && words && size <= 8);
    const told = /[3-9]|\d\d/.test(shape) || (i === 0 && j === tokens.length - 1);
    if (whole && told && isCard(digits)) found = j;
    even &&= size === first[0].length;
    words &&= size >= 3 && size <= 8;
  }
  return found;
}

/** Date and code right after a card. */
const AFTER_CARD =
  /(•••[ ,;|/–-]{1,4}(?:exp\w*[:. ]{1,2}|valid thru )?)(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?\d{2}(?!\d)(?:([ ,;|/–-]{1,4}(?:cv[cv]2?[: ]{1,2})?)\d{3,4}(?!\d))?/gi;

/** Card numbers by network, length and Luhn. */
export function maskCards(text: string): string {
  if (!/\d/.test(text)) return text;
  const masked = text.replace(RUN, maskRun);
  return masked.replace(AFTER_CARD, (_all, head: string, gap?: string) => head + BLANK + (gap ? gap + BLANK : ''));
}
