import type { MaskKind } from '@app/config';
import { BLANK } from './blank';
import { ADDRESS_LABELS, DATE_LABELS, NAME_LABELS } from './labels';
import { TypedInto } from './typed';

type Rule = (text: string) => string;
const blank =
  (...patterns: RegExp[]): Rule =>
  (text) =>
    patterns.reduce((t, pattern) => t.replace(pattern, BLANK), text);
const after =
  (...patterns: RegExp[]): Rule =>
  (text) =>
    patterns.reduce((t, pattern) => t.replace(pattern, `$1${BLANK}`), text);
const typedInto = (labels: string): Rule => {
  const typed = new TypedInto(labels);
  return (text) => typed.mask(text);
};

const MONTH =
  '(?:jan(?:uary|uar|vier|eiro)?|feb(?:ruary|ruar)?|février|fevereiro|mar(?:ch|s|ço|zo)?|märz|apr(?:il)?|avril|abril|ma[yi]o?|jun[ie]?o?|juin|jul[iy]?o?|juillet|aug(?:ust)?|août|agosto|sep(?:t(?:ember|embre)?)?|setembro|o[ck]t(?:ober|obre|ubre)?|outubro|nov(?:ember|embre|iembre|embro)?|de[cz](?:ember|embre|embro)?|dic(?:iembre|embre)?|enero|febrero|декабря|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября)';

/** Kinds that only MASK asks for. */
const RULES: Record<MaskKind, Rule[]> = {
  emails: [
    blank(
      /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+'-]{1,64}(?:@|%40|\s?[[(]at[\])]\s?)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/gu,
    ),
  ],
  phones: [
    blank(
      /(?<![\p{L}\p{N}])(?:\+|%2B|00)\d{1,3}(?:[ ()./-]{0,3}\d){6,13}(?!\d)/gu,
      /(?<![\p{L}\p{N}-])\(\d{2,5}\)[ -]?\d{3,4}[ -]?\d{3,5}(?![\d-])/gu,
      /(?<![\p{L}\p{N}-])\d{3}[-.]\d{3}[-.]\d{4}(?![\d-])/gu,
      /(?<![\p{L}\p{N}/.-])0\d{1,4}(?:[ /-]\d{2,8}){1,5}(?![\d-])/gu,
      /(?<![\p{L}\p{N}-])0\d{9,10}(?!\d)/gu,
    ),
    typedInto(
      '(?:mobile |cell |home |work |your )?(?:phone|telephone|tel\\.?|mobile|cell)(?: number| no\\.?)?|telefon(?:nummer)?|handy(?:nummer)?|teléfono|móvil|téléphone|portable|telefone|celular|telefoon(?:nummer)?|telefono|cellulare|телефон|номер телефона|電話番号|手机号?码?|电话(?:号码)?|전화 ?번호|휴대폰',
    ),
  ],
  ips: [
    blank(
      /(?<![\p{L}\p{N}.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\p{L}\p{N}]|\.\d)/gu,
      /(?<![\p{L}\p{N}:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,7}(?![\p{L}\p{N}:])(?<=[0-9a-f:]*(?:::|(?:[0-9a-f]{1,4}:){7})[0-9a-f:]*)/giu,
    ),
  ],
  dates: [
    typedInto(DATE_LABELS),
    blank(
      /(?<![\p{L}\p{N}./-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?![\d/-])/gu,
      new RegExp(
        `(?<![\\p{L}\\p{N}])\\d{1,2}(?:st|nd|rd|th|\\.|er)?(?: of| de)? ${MONTH}\\.?(?: de|,)? \\d{4}(?!\\d)`,
        'giu',
      ),
      new RegExp(`(?<![\\p{L}\\p{N}])${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}(?!\\d)`, 'giu'),
      /\d{4}年\d{1,2}月\d{1,2}日/g,
    ),
  ],
  names: [
    typedInto(NAME_LABELS),
    after(
      /((?:\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Señora?|Sra?|Monsieur|Madame|Mme)\.? ))\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2}/gu,
      /(\b(?:[Hh]ello|Hi|Dear|[Ww]elcome(?: back)?|Hallo|Willkommen|Hola|Bienvenid[oa]|Bonjour|Bienvenue|Olá|Ciao|Welkom|[Ss]igned in as|[Ll]ogged in as|[Aa]ngemeldet als|[Cc]ardholder:?|[Nn]ame:),? )\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’.-]+){0,3}/gu,
    ),
  ],
  addresses: [
    typedInto(ADDRESS_LABELS),
    blank(
      /(?<![\p{L}\p{N}])\d{1,5}[a-z]? (?:\p{Lu}[\p{L}'’.-]{0,30} ){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Square|Terrace|Close|Crescent)\b\.?(?:,? (?:Apt|Suite|Unit|Flat)\.? ?\w{1,5})?(?:, [\p{Lu}][\p{L} ]{1,30})?(?:,? [A-Z]{2} \d{5}(?:-\d{4})?|,? [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})?/gu,
      /(?<![\p{L}\p{N}])\p{Lu}[\p{L}-]{1,40}(?:straße|strasse|str\.|weg|platz|allee|gasse|straat|laan|gatan|vej|veien) \d{1,4} ?[a-z]?\b(?:, \d{4,5} ?[A-Z]{0,2} \p{Lu}[\p{L}-]+)?/gu,
      /(?<![\p{L}\p{N}])(?:Calle|Avenida|Rua|Via|Piazza|Plaza|ul\.|ulica|ул\.) (?:\p{L}[\p{L}'’.]{0,30}[ ,]{1,2}){1,5}\d{1,4}\b/gu,
      /(?<![\p{L}\p{N}])\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|allée) (?:[\p{L}'’-]{1,30} ?){1,5}(?:, \d{5} \p{Lu}[\p{L}-]+)?/gu,
    ),
  ],
  typed: [
    typedInto(
      "(?<=(?:the|your|their|his|her) [\"'“]?)[\\p{L}][\\p{L}\\p{N}'’ /-]{0,40}(?= (?:fields?|inputs?|box|textbox|textarea)(?![a-z]))|(?<=(?:feld|campo|champ|veld|pole|поле) [\"'„“«]?)[\\p{L}][\\p{L}\\p{N}-]{0,30}(?: [\\p{L}\\p{N}-]{1,20}){0,3}|[\\p{L}\\p{N}]{1,20}(?=(?:欄|フィールド|框|栏))",
    ),
  ],
};

export const personalRules = (kinds: readonly MaskKind[]): Rule[] => kinds.flatMap((kind) => RULES[kind]);
