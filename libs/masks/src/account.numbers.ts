import { BLANK } from './blank';
import { luhn } from './cards';

/** Lengths of IBANs by country. */
const IBAN_LENGTHS = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
/** Countries whose accounts are digits alone. */
const DIGITS_ALONE = new Set(
  'AE AT BA BE CR CZ DE DK EE ES FI FO GL HR HU IL IS LT LY ME MR NO PL PT RS SE SI SK TL TN VA XK'.split(' '),
);
const IBAN = /(?:(?<![A-Za-z0-9])|(?<=%(?:3d|20|2b)))[A-Za-z]{2}\d{2}(?:(?:%20|[ .+_/-]{1,2})?[A-Za-z0-9]){11,40}/gi;

/** Words beside an id have a right checksum in one of 97 cases: an account is of digits, where its country has letters mostly. */
function isAccount(country: string, account: string): boolean {
  const digits = account.replace(/\D/g, '').length;
  return DIGITS_ALONE.has(country) ? digits === account.length : digits * 2 >= account.length;
}

/** Remainder of a long number in base 36 letters, as ISO 7064 has it. */
function mod97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

function maskIban(run: string): string {
  const country = run.slice(0, 2).toUpperCase();
  const length = IBAN_LENGTHS.get(country);
  if (length === undefined) return run;
  let iban = '';
  let at = 0;
  for (; at < run.length && iban.length < length; at++) {
    if (run.startsWith('%20', at)) at += 2;
    else if (/[A-Za-z0-9]/.test(run[at]!)) iban += run[at];
  }
  const valid =
    iban.length === length && isAccount(country, iban.slice(4)) && mod97(iban.slice(4) + iban.slice(0, 4)) === 1;
  return valid ? BLANK + run.slice(at) : run;
}

const SSN = /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g;
const CPF = /(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)/g;
const CODICE_FISCALE = /(?<![A-Za-z0-9])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![A-Za-z0-9])/g;
const NINO = /(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] \d{2} \d{2} \d{2} [A-D](?![A-Za-z0-9])/g;
const NIR = /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?!\d)/g;
const AADHAAR_LIKE_SIN = /(?<![\d-])\d{3}-\d{3}-\d{3}(?![\d-])/g;
const PASSPORT_LINES = /(?<![A-Za-z0-9<])P[A-Z<][A-Z]{3}[A-Z<]{12,39}(?:\s?[A-Z0-9<]{28,44})?/g;

const isNir = (text: string) => {
  const digits = text.replaceAll(' ', '');
  return 97 - (Number(digits.slice(0, 13)) % 97) === Number(digits.slice(13));
};

/** Numbers of accounts and persons that prove themselves by their form or checksum. */
export function maskAccountNumbers(text: string): string {
  if (!/\d\D?\d/.test(text)) return text;
  return text
    .replace(IBAN, maskIban)
    .replace(SSN, BLANK)
    .replace(CPF, BLANK)
    .replace(CODICE_FISCALE, BLANK)
    .replace(NINO, BLANK)
    .replace(NIR, (number) => (isNir(number) ? BLANK : number))
    .replace(AADHAAR_LIKE_SIN, (number) => (luhn(number.replaceAll('-', '')) ? BLANK : number))
    .replace(PASSPORT_LINES, BLANK);
}
