import { BLANK } from './blank';

/** Digits in groups, however they are set apart. UUIDs and hex are read as a whole, so that their digits are no card. */
const RUN =
  /(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?:(?<=%20)|(?<![\d%]|\d\.))\d(?:(?:%20|%2[bdf]|[ +._/,·*|:\u2010-\u2015-]{1,3})?\d)+/gi;
/** Lengths by first digits: Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay, Maestro. */
const NETWORKS =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-59]|[689]\d)\d{11,13}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|(?:5[06-9]|6[0-37])\d{14,17}|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15})$/;
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

/** 4-4-4-4, 4-6-5, 4-6-4, or groups of one size (a shorter rest at the end). */
function isLayout(sizes: number[]): boolean {
  const first = sizes[0] ?? 0;
  const even = sizes.slice(0, -1).every((size) => size === first) && (sizes.at(-1) ?? 0) <= Math.max(first, 4);
  return even || /^4,6,[45]$/.test(sizes.join());
}

function maskRun(run: string): string {
  if (run.length < 12 || /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(run)) return run;
  const groups = [...run.matchAll(/\d+/g)].slice(0, 20_000);
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

/** The last group of the longest card that begins with group `i`; -1: none. */
function cardFrom(run: string, tokens: RegExpExecArray[], i: number): number {
  let digits = '';
  let found = -1;
  let spaced = true;
  const sizes: number[] = [];
  // What follows a decimal point is a fraction.
  const fraction = i > 0 && run[tokens[i]!.index - 1] === '.';
  for (let j = i; j < tokens.length; j++) {
    const token = tokens[j]!;
    digits += token[0];
    sizes.push(token[0].length);
    if (j > i) {
      const before = tokens[j - 1]!;
      spaced &&= SPACED.test(run.slice(before.index + before[0].length, token.index));
    }
    if (digits.length > 19) break;
    const groups3to8 = sizes.every((size, k) => size <= 8 && (size >= 3 || k === sizes.length - 1));
    const whole = (sizes.length === 1 && !fraction) || (sizes.length > 1 && isLayout(sizes)) || (spaced && groups3to8);
    const small = Math.max(...sizes) < 3;
    if (whole && (!small || (i === 0 && j === tokens.length - 1)) && isCard(digits)) found = j;
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
