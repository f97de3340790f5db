/**
 * Secrets that a user typed, blanked before anything is stored, posted or sent to an LLM. Time is linear in the text: no
 * pattern here can rescan what it has already read. It blanks what looks like a secret; it cannot know what is one.
 */
const BLANK = '•••';

/** Value of `password=…`, `"token": "…"`, `Authorization: Basic …`, also URL-encoded. The name of the key stays. */
const ASSIGNED =
  /((?:password|passwd|passphrase|passcode|secret|token|api[ _-]?key|(?:private|access|secret)[_-]?key|credentials?|authorization|(?<![a-z])(?:pwd|cvv|cvc|otp|ssn))(?:\\?["'])?\s{0,2}(?:[:=]|%3[ad])\s{0,2}|(?<![a-z])(?:pass|pin|auth|sig|signature)=)("(?:[^"\\]|\\[^])*"?|'(?:[^'\\]|\\[^])*'?|\\"[^"]*"?|(?:(?:basic|bearer|digest|token)\s{1,3})?[^\s&]+)/gi;

/** `https://user:password@host`: only the password. */
const USERINFO = /(:\/\/[^\s/:@]{0,256}:)[^\s/@]{1,256}(?=@)/g;

/** A bearer token outside an assignment; a plain word after "bearer" is not one. */
const BEARER = /\b(bearer\s{1,3})([A-Za-z0-9._~+/=-]{6,})/gi;
const plainWord = (token: string) => token.length < 24 && /^[A-Za-z]+[.-]?$/.test(token);

/** Where a vendor's key begins. What follows, up to the end of its run of key characters, belongs to it. */
const KEY_PREFIX =
  /(?<![A-Za-z0-9])(?:[spr]k_(?:live|test)_|sk-|gh[pousr]_|github_pat_|glpat-|whsec_|xox[a-z]-|(?:AKIA|ASIA)(?=[0-9A-Z]{12})|AIza(?=[\w-]{20})|eyJ(?=[\w-]{6}))/g;
const KEY_RUN = /[\w.-]*/y;

function isKey(prefix: string, rest: string): boolean {
  if (prefix === 'eyJ') return /\.[\w-]{4}/.test(rest);
  if (prefix === 'sk-') return /\d/.test(rest) && /[A-Za-z0-9]{10}/.test(rest);
  return rest.length >= 6;
}

function maskKeys(text: string): string {
  let out = '';
  let from = 0;
  KEY_PREFIX.lastIndex = 0;
  for (let match = KEY_PREFIX.exec(text); match; match = KEY_PREFIX.exec(text)) {
    const start = match.index;
    KEY_RUN.lastIndex = start + match[0].length;
    const rest = (KEY_RUN.exec(text)?.[0] ?? '').replace(/\.$/, '');
    const end = start + match[0].length + rest.length;
    if (isKey(match[0], rest)) {
      out += text.slice(from, start) + BLANK;
      from = end;
    }
    KEY_PREFIX.lastIndex = end;
  }
  return from === 0 ? text : out + text.slice(from);
}

/** UUIDs are read as a whole so that their digits are no card; other runs are digits in groups, as people type and URLs encode them. */
const DIGITS =
  /(?<![0-9a-fA-F])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|(?:(?<=%20)|(?<![A-Za-z0-9.%]|(?<![A-Za-z0-9])\+))\d{3,}(?:(?:[ +\u2010-\u2013-]|%20)\d{3,})*(?:(?:[ +\u2010-\u2013-]|%20)\d{1,2}(?!\d))?/g;
/** First digits of the networks in use: Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay, Maestro. */
const NETWORK = /^(?:3|4|5[0-8]|6|22[2-9]|2[3-6]|27[01]|2720)/;
const MIN_DIGITS = 13;
const MAX_DIGITS = 19;

const isDigit = (code: number) => code >= 48 && code <= 57;

/** Where the longest card that begins at `start` (a group's first digit) ends in `run`; `start`: none. Groups have 3 to 8 digits, the last may be shorter. */
function cardEnd(run: string, start: number): number {
  let found = start;
  if (!NETWORK.test(run.slice(start, start + 4))) return found;
  // Luhn for both cases at once: which digits are doubled depends on whether their number is even.
  let evenSum = 0;
  let oddSum = 0;
  let length = 0;
  let at = start;
  for (;;) {
    const group = at;
    for (let code = run.charCodeAt(at); isDigit(code) && length <= MAX_DIGITS; code = run.charCodeAt(++at), length++) {
      const digit = code - 48;
      const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
      evenSum += length % 2 === 0 ? doubled : digit;
      oddSum += length % 2 === 1 ? doubled : digit;
    }
    const size = at - group;
    if (length > MAX_DIGITS || (group > start && size > 8)) return found;
    if (length >= MIN_DIGITS && (length % 2 === 0 ? evenSum : oddSum) % 10 === 0) found = at;
    if (size < 3 || size > 8 || at >= run.length) return found;
    at += separatorAt(run, at);
  }
}

const separatorAt = (run: string, at: number) => (run[at] === '%' ? 3 : 1);

function maskCards(run: string): string {
  if (run.length < MIN_DIGITS || /[a-fA-F]/.test(run)) return run;
  let out = '';
  let from = 0;
  for (let at = 0; at < run.length; at += separatorAt(run, at)) {
    const end = cardEnd(run, at);
    if (end > at) {
      out += run.slice(from, at) + BLANK;
      from = at = end;
    } else while (isDigit(run.charCodeAt(at))) at++;
  }
  return out + run.slice(from);
}

/** `text` with card numbers (Luhn), bearer tokens, vendors' keys, JWTs, and passwords and tokens in assignments, query strings and URLs as `•••`. */
export function maskSecrets(text: string): string {
  const assigned = text
    .replace(ASSIGNED, `$1${BLANK}`)
    .replace(USERINFO, `$1${BLANK}`)
    .replace(BEARER, (whole, head: string, token: string) => (plainWord(token) ? whole : head + BLANK));
  return maskKeys(assigned).replace(DIGITS, maskCards);
}
