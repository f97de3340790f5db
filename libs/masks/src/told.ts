import { BLANK } from './blank';
import { BARE_CODE, CODE_LABELS, NUMBER_LABELS } from './labels';
import { lower } from './plain.text';

const edge = '(?:(?<![\\p{L}\\p{N}_-])|(?<=[\\u3040-\\u9fff\\uac00-\\ud7af]))';
const is =
  "(?: (?:of|for|de(?: la| su| tu)?|del|da|do|der|des|della|van|для) \\p{L}{2,20}| (?:reçu|recibido|recebido|ricevuto|erhalten|received|otrzymany))?(?:\\s?(?:field|input|value|feld|campo|champ|number|no\\.?|nr\\.?|#|n°|nº))?(?:\\s?[:=#(\\[\"'“«「→–-]{1,3}\\s?|\\s(?:is|was|ist|lautet|es|est|é|è|to|jest|—|:|'?s|de|—)\\s(?:[:\"'“]\\s?)?|\\s|は|为|是|：|: ?)";
const OTHER =
  /(?:post|postal|zip|area|country|coupon|promo|promotion|discount|voucher|gift|referral|product|error|status|tracking|language|currency|source|qr|order|sku|booking|bar|http|exit|item|part|reference|dial|student|ending|ends|use|apply)[ _-]?$/;

interface Told {
  pattern: RegExp;
  /** Whether what follows the label can be such a value. */
  value: (value: string, rest: string) => boolean;
}

const RULES: Told[] = [
  {
    pattern: new RegExp(
      `(${edge}(?:${CODE_LABELS}|${BARE_CODE})${is}(?:[:"'“]\\s?)?)([a-z]{0,2}-?\\d[\\d -]{1,8}\\d|(?=[a-z0-9-]*\\d)[a-z0-9-]{4,12})(?![\\p{L}\\p{N}])`,
      'gu',
    ),
    value: (value, rest) =>
      /^[a-z]{0,2}-?[\d -]{3,9}$/.test(value)
        ? !/^ ?(?:char|digit|page|item|step|new|min|second|hour|zeichen|%)/.test(rest) && !/^(?:19|20)\d\d-/.test(value)
        : /\d.*\d/.test(value) && /[a-z]/.test(value) && !/^v?\d+[a-z]?$/.test(value),
  },
  {
    pattern: new RegExp(
      `(${edge}(?:${NUMBER_LABELS})${is}(?:[:"'“]\\s?)?)((?:[a-z]{0,3}[- ]?)\\d[\\da-z ./*-]{2,40}\\d[a-z]?|[a-z]{1,2}\\d{5,9}[a-z]{0,2})(?![\\p{L}\\p{N}])`,
      'gu',
    ),
    value: (value) => (value.match(/\d/g)?.length ?? 0) >= 4 && !/^(?:19|20)\d\d$/.test(value),
  },
];
/** `123456 is your code`, `G-123456 ist Ihr Code`. */
const FIRST =
  /(?<![\p{L}\p{N}.,#-])((?:[a-z]-)?\d{4,8}|\d{3}[ -]\d{3})(?= (?:is|ist|es|est|é|è|to|jest|er|är|—|-) (?:the|your|ihr|dein|tu|su|votre|ton|o seu|seu|il tuo|uw|je|twój|din|ditt) [^.]{0,40}?(?:code|código|codice|kod|pin|otp|password|passwort|kode))/gu;
/** `Use 123456 to sign in`. */
const USE =
  /(?<=(?:^|[^\p{L}])(?:use|enter) (?:the code )?)(\d{4,8}|\d{3}[ -]\d{3})(?= (?:to|as|for) (?:your |sign|log|verify|confirm|authenticate|access|reset|complete))/gu;
/** `Use ZX81-QK4P as your backup code`, `ZX81-QK4P is your recovery code`: letters too, where the words name the kind of code. */
const LETTERED = new RegExp(
  `(?<![\\p{L}\\p{N}-])((?=[a-z0-9-]*\\d)[a-z0-9]{3,10}(?:-[a-z0-9]{3,10}){0,4})(?= (?:is|as|for|ist|als|es|como|est|comme|é|è|come) (?:the |your |a |ihr |dein |tu |su |votre |ton |seu |il tuo )(?:${CODE_LABELS})(?![\\p{L}]))`,
  'gu',
);
/** Codes behind the first of a list. */
const MORE_CODES = /(?<=•••)(?:[,;|/\s]{1,3}(?=[a-z-]*\d)[a-z0-9]{3,10}(?:-[a-z0-9]{2,10}){0,3}(?![\w-]))+/gi;
const CODES = /codes|códigos|codici|kody|коды|コード/i;
const EXPIRY =
  /((?:expiry|expiration|exp\.?|mm ?\/ ?yy(?:yy)?|valid thru|ablaufdatum|caducidad|vencimiento|date d['’]expiration|validade|vervaldatum|scadenza|data ważności|срок действия|有効期限|有效期)(?: date| del? tarjeta)?\s?[:=]?\s?(?:is |of )?)((?:0?[1-9]|1[0-2]) ?[/-] ?(?:20)?\d{2})(?![\d/-])/gu;
const HINT = /\d/;

/** Secrets that a text tells: "your code is 123456", "Incorrect PIN 4821", "Passport no. X1234567". */
export function maskTold(given: string): string {
  if (!HINT.test(given)) return given;
  let text = given;
  for (const { pattern, value } of RULES) {
    text = splice(text, pattern, (low, found, at, headLength) => {
      if (OTHER.test(low.slice(Math.max(0, at - 12), at))) return null;
      return value(found, low.slice(at + headLength + found.length, at + headLength + found.length + 16))
        ? headLength
        : null;
    });
  }
  text = splice(text, EXPIRY, (_low, _found, _at, headLength) => headLength);
  text = splice(text, LETTERED, () => 0);
  text = splice(text, USE, () => 0);
  if (CODES.test(text)) text = text.replace(MORE_CODES, (codes) => codes.replace(/[a-z0-9-]+/gi, BLANK));
  return splice(text, FIRST, () => 0);
}

/** Blanks the last group of each match for which `from` says where it begins. */
function splice(
  text: string,
  pattern: RegExp,
  from: (low: string, value: string, at: number, headLength: number) => number | null,
): string {
  const low = lower(text);
  let out = '';
  let done = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(low); match; match = pattern.exec(low)) {
    const value = match.at(-1) ?? '';
    const headLength = match[0].length - value.length;
    const start = from(low, value, match.index, headLength);
    if (start === null) continue;
    const at = match.index + start;
    out += text.slice(done, at) + BLANK;
    done = at + value.length;
  }
  return out + text.slice(done);
}
