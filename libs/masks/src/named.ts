import { BLANK } from './blank';
import { STATE } from './assigned';
import { SESSION_LABELS, WORD_LABELS } from './labels';
import { lower } from './plain.text';
import { isUuid, looksRandom } from './random.looking';

/** Any word for a key: what follows it is a secret only where it looks drawn by a machine. */
const KEYS =
  '[\\p{L}\\p{N}_-]{0,24}(?:tokens?|secrets?|keys?|sessions?|passwords?|passwort|schlüssel|sleutel|nøgle|nyckel|nøkkel)|cl[ée]s?|claves?|chaves?|chiav[ei]|klucz|ключ|anahtarı?|webhook|signature|credentials?|密钥|キー|키';
const LABEL = new RegExp(
  `(?:(?<![\\p{L}\\p{N}])|(?<=[\\u3040-\\u9fff\\uac00-\\ud7af]))(?:(?<name>${WORD_LABELS}|${SESSION_LABELS})|${KEYS})(?![\\p{Ll}\\p{N}])`,
  'gu',
);
const OPEN = '(?:\\s?["\'`“„«「(\\[{*_]){1,5}';
const WORDS_BETWEEN =
  '(?: (?:fields?|values?|keys?|ids?|codes?|strings?|hash|headers?|input|number|no\\.?|copied|created|changed|generated|revealed|rotated|issued|revoked|used|received|feld|campo|champ|veld|copi[ée]e?s?|copiad[oa]|kopiert|copiato|skopiowan[oya]|скопирован[ао]?|(?:for|of|von|für|de|del|para|pour|per|voor|dla|для) [^\\s:=]{1,30}|\\([^()\\d]{1,30}\\)|(?:incorrect|invalid|wrong|falsch|incorrect[ao]e?|invalide|inválida|errata|non valida|onjuist|nieprawidłowe|neu|nuev[ao]|nov[ao]|nuov[ao]|nouveau|nouvelle|actuelle?|actual|atual|temporal|provisoire|[^\\x00-\\x7f]{2,15}))){0,2}';
const IS =
  '(?:is|was|to|now|ist|lautet|war|auf|es|era|est|était|é|è|jest|to|är|er|это|on|als|con|com|con|mit|avec|with)';
const TAGS = '(?:\\s?</?\\w{1,10}[^<>]{0,40}>){1,4}\\s?';
/** What stands between a label and its value; a plain space tells the least. */
const GLUE = new RegExp(
  `^["'\`”’»」*_)\\]}]{0,4}${WORDS_BETWEEN}(?<told>["'\`”’»」*_)\\]}]{0,4}(?:\\s?(?::=|=>|->|→|<-|←|[:=>—–|]|,(?=\\s?["'\`]))\\s?|\\s${IS}:?\\s|\\s-\\s|\\s(?:data-)?value=|${TAGS}|(?=${OPEN}))(?:${OPEN})?|は|为|是|[는은가이]|(?=\\s))\\s?(?<value>[^\\s<]{4,200})`,
  'u',
);
/** Without one of these a text has nothing that could be told from a word. */
const HINT = /[\d"'`“„«#$%^&*!]|[a-z][A-Z]/;
/** A key in groups, as authenticators and licences show it. */
const GROUPED = /^(?=[A-Z \d-]*\d)(?=[ \d-]*[A-Z])[A-Z\d]{4}(?:[ -][A-Z\d]{4}){2,15}(?![A-Za-z\d])/;
const CLOSING = /["'`”’»」*_)\]},.;:!?>]+$/;
/** Numbers with units, versions, dates, parts of a design, addresses. */
const COMMON =
  /^(?:v?\d+(?:[.,:/-]\d+)*[\p{L}%€$]{0,4}|v\d.*|\d{1,4}(?:[-+]?\p{L}+)+|\p{L}+(?:[._-]\p{L}+)*[._-]\d{1,4}|https?:.*|www\..*|\/.*|\.{1,2}\/.*|[^\s@]+@[^\s@]+\.\p{L}+)$/u;
const NO_PASSWORD = /^(?:\d+|\d{1,4}(?:[-+]\p{L}+)+|https?:.*|\/.*)$/u;
const PASSWORD = /pass|pwd|passwor|kennwort|contrase|clave|mot|senha|hasł|парол/u;
const HYPHENATED = /^\p{L}+(?:[-_]\p{L}+)*$/u;
const SIGN = /[\p{L}\p{N}][@#$%^&*!_+=~?-]+[\p{L}\p{N}]/u;

/** Hex, or letters and digits that change places too often for a word with a number. */
function isMachineMade(value: string): boolean {
  if (/^[0-9a-f]{12,}$/i.test(value)) return /\d/.test(value) && /[a-f]/i.test(value);
  if (isUuid(value)) return false;
  const runs = value.match(/\p{L}+|\d+/gu)?.length ?? 0;
  return (value.length >= 8 && runs >= 4 && value.length / runs < 5) || looksRandom(value);
}

interface Value {
  text: string;
  at: number;
  /** More than a space stands between it and its label. */
  told: boolean;
  quoted: boolean;
}

/** What stands behind a label that ends at `end`. */
function valueAt(text: string, end: number): Value | null {
  const glue = GLUE.exec(text.slice(end, end + 320));
  if (!glue) return null;
  const { value = '', told } = glue.groups!;
  const head = glue[0].slice(0, -value.length);
  const at = end + head.length;
  return {
    text: GROUPED.exec(text.slice(at, at + 80))?.[0] ?? value.replace(CLOSING, ''),
    at,
    told: told !== '',
    quoted: /[=:\s]\s?["'`“„«]$/.test(head) && /^\S+["'`”“»]/.test(value),
  };
}

/** `name`: the label, where it names a secret by itself. */
function isSecret({ text, told, quoted }: Value, name: string | undefined): boolean {
  if (text.length < 4 || text.includes(BLANK)) return false;
  if (isMachineMade(text) || GROUPED.test(text)) return true;
  if (name === undefined) return false;
  if (isUuid(text)) return told;
  if (/^\d{6,}$/.test(text)) return told && !/^(?:19|20)\d{6}$/.test(text);
  const chosen = told && PASSWORD.test(name);
  if ((chosen ? NO_PASSWORD : COMMON).test(text)) return false;
  if (/\d/.test(text) && /\p{L}/u.test(text)) return text.length >= (told ? 4 : 6);
  if (chosen && quoted) return !STATE.test(text) && HYPHENATED.test(text);
  return chosen && SIGN.test(text) && !HYPHENATED.test(text);
}

/** Keys, tokens and passwords that a text names: "client_secret 'x1y2'", "Deploy key (3f9a…)", "the old password was hunter22". */
export function maskNamed(text: string): string {
  if (!HINT.test(text)) return text;
  const low = lower(text);
  let out = '';
  let from = 0;
  LABEL.lastIndex = 0;
  for (let label = LABEL.exec(low); label; label = LABEL.exec(low)) {
    const value = valueAt(text, label.index + label[0].length);
    if (!value || !isSecret(value, label.groups!.name)) continue;
    out += text.slice(from, value.at) + BLANK;
    from = value.at + value.text.length;
    LABEL.lastIndex = from;
  }
  return out + text.slice(from);
}
