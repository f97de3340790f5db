import { BLANK } from './blank';
import { lower } from './plain.text';
import { FILLER, INTO, VERBS, WITH } from './typed.words';

/** Around a label, how far a verb and a value are looked for. */
const REACH = 300;
/** More labels than this in one text are no text. */
const MAX_LABELS = 200;

const VERB = new RegExp(
  `(?:(?<![\\p{L}\\p{N}_-])${VERBS}(?![a-z0-9_])|入力|貼り付け|输入|输入了|填写|粘贴|輸入|입력|붙여넣)`,
  'gu',
);
const FIRST_VERB = new RegExp(VERB.source, 'u');
const WITH_DIGIT =
  /[^\s"“”«»\u3000-\u9fff\uac00-\ud7af]*(?:\d|[a-z][@#$%^&*!][a-z])[^\s"“”«»\u3000-\u9fff\uac00-\ud7af]*/g;
/** Numbers, dates, paths, models: "TR-1000". */
const COMMON = /^\d{1,2}$|\/\/|^\/|^[a-z]{1,3}-\d{2,4}$|^\d{4}-\d\d(?:-\d\d)?$|^\d{1,3}(?:[.,]\d{3})+$|^\d{1,2}:\d\d/;
const STARTS_INTO = new RegExp(`^${INTO} `, 'u');
/** Behind a label and a verb: what is marked as a value or is no mere word ("Password changed successfully"). */
const MARKED = new RegExp(`^\\s?(?:[:=("'“„«「\`]|->|=>|→|←|${WITH}\\s)`, 'u');
const LAST_INTO = new RegExp(`(?<=[\\s"'”’)])${INTO}(?=[\\s'])`, 'gu');
const FIELD =
  '(?:["\'”’»」\\])]{0,2}[ ]?(?:text |entry |input |form )?(?:fields?|inputs?|box|textbox|textarea|area|entry|feld|eingabefeld|campo|champ|veld|pole|поле|欄|フィールド|に|框|栏|字段|필드|란|alanı(?:na)?|fält(?:et)?|felt(?:et)?|pol(?:e|a)|kenttään)(?![a-z]))?["\'”’»」]{0,2}';
const BEHIND = new RegExp(
  `^s?${FIELD} ?(?:(?:\\(|\\[)?(?:from .{1,60}? )?(?:[:=]|→|->|=>|\\()|${WITH}(?= )|(?=["'“‘«「]))\\s?`,
  'u',
);
/** What follows a label that is no field: a page, a setting, another word of the same name. */
const NO_FIELD =
  /^s?["'”’»]?(?:[ -](?:pages?|screens?|modal|dialog|section|step|tab|form|settings?|policy|policies|reset|protection|manager|strength|postal|promo|réduction|visibility|requirements?|rules?|hint|help|generator|type|types|format|layout|page|view|list|menu|button|link|toggle|icon|checkbox|option|options|length|sent|expired|is required|must|should|cannot|seite|página|pagina|strona|страниц\p{L}+|ページ|页面)(?![\p{L}])|-?(?: postal|ページ|页面|페이지|をリセット|を忘れ))/u;
const STOP =
  /(?:\s(?:on|at|auf|en|sur|na|op|su|nella|på|на) (?:the |der |la |le |a |de |stronie |странице |sidan )?[^.]{0,60}?(?:pages?|screens?|forms?|modal|dialog|seite|formular|página|pantalla|formulario|formulário|formulaire|pagina|modulo|scherm|strona|stronie|странице|sidan)\b|[,.;]?\s(?:and|then|und|y|et|e|en|i|и) (?:then |user |he |she |they )?(?:clicked|pressed|hit|submitted|tapped|typed|entered|klickte|drückte|hizo|pulsó|cliqué|a cliqué|clicou|klikte|kliknął|нажал)|[.;] ?(?=\p{Lu})|\s(?:field|feld|input)\b|[)\]](?=\s|$))/u;
const CLAUSE =
  /(?:^|[.;,:!?)»"]\s?|\b(?:user|and|then|customer|visitor|they|he|she|was|were|has|und|dann|benutzer|kunde|nutzer|usuario|usuário|utilisateur|gebruiker|utente|l'utente|użytkownik|пользователь|y|et|e|en|i|и) )$/u;
const QUOTED =
  /"[^"]{1,200}"|“[^”]{1,200}”|‘[^’]{1,200}’|«[^»]{1,200}»|「[^」]{1,200}」|„[^“”]{1,200}[“”]|(?<![\p{L}\p{N}])'[^']{1,200}'(?![\p{L}\p{N}])/gu;

/** "Selected Card as payment method" names a role, "entered Password as hunter2" a value. */
const AS = /^s?\s*(?:as|als|como|come|comme|jako|som)\s*$/u;
const CHOSEN = /^(?:selected|chose|picked|sets?|used|saved|added|replaced|changed|confirmed|tried)$/u;

type Span = readonly [from: number, to: number];

/** Blanks what was typed into fields with one of these labels. */
export class TypedInto {
  private readonly label: RegExp;
  private readonly exact: RegExp;

  constructor(labels: string) {
    const cjk = '\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af';
    this.label = new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${labels})(?![a-zа-яß-ÿ0-9])|(?<=[${cjk}])(?:${labels})(?=[${cjk} 「])`,
      'gu',
    );
    this.exact = new RegExp(`^(?:${labels})$`, 'u');
  }

  mask(text: string): string {
    const low = lower(text);
    this.label.lastIndex = 0;
    if (!this.label.test(low)) return text;
    this.label.lastIndex = 0;
    const spans: Span[] = [];
    let seen = 0;
    for (let match = this.label.exec(low); match; match = this.label.exec(low)) {
      if (++seen > MAX_LABELS) return text.slice(0, match.index) + BLANK;
      const start = match.index;
      const end = start + match[0].length;
      if (match[0] === '') this.label.lastIndex++;
      else if (!NO_FIELD.test(low.slice(end, end + 30)) && !isOther(low.slice(Math.max(0, start - 12), start)))
        spans.push(...this.valuesAt(text, low, start, end));
    }
    return blanked(text, spans);
  }

  private valuesAt(text: string, low: string, start: number, end: number): Span[] {
    const from = Math.max(0, start - REACH);
    const before = low.slice(from, start);
    const into = this.before(before);
    if (into) return [trim(text, from + into[0], from + into[1])];
    const verbs = [...before.slice(-60).matchAll(VERB)];
    const near = low.slice(end, end + REACH);
    if (verbs.length > 0) {
      const behind = BEHIND.exec(near);
      if (behind && behind[0].trim() !== '') {
        const value = near.slice(behind[0].length);
        const stop = STOP.exec(value)?.index ?? value.length;
        const span = trim(text, end + behind[0].length, end + behind[0].length + stop);
        const said = low.slice(...span);
        if (AS.test(behind[0]) && CHOSEN.test(verbs.at(-1)![0]) && !/[\d@#$%^&*!_]/.test(said)) return [];
        if (isValue(said)) return [span];
      }
    }
    const later = FIRST_VERB.exec(near);
    if (later && later.index <= 40) {
      const value = near.slice(later.index + later[0].length);
      const stop = STOP.exec(value)?.index ?? value.length;
      const span = trim(text, end + later.index + later[0].length, end + later.index + later[0].length + stop);
      if (
        isValue(low.slice(...span)) &&
        !STARTS_INTO.test(low.slice(...span)) &&
        isSaid(near.slice(0, later.index), later[0], value)
      )
        return [span];
    }
    if (verbs.length > 0 || later) return this.telling(text, low, from, start, end);
    return [];
  }

  /** `typed VALUE in the LABEL`: where the value stands in `before`. */
  private before(before: string): Span | null {
    const found = [...before.slice(-48).matchAll(LAST_INTO)].reverse();
    const offset = Math.max(0, before.length - 48);
    // "in the Set a password field": in English an article, and a preposition only where there is no other.
    const intos = [...found.filter(([word]) => word !== 'a'), ...found.filter(([word]) => word === 'a')];
    for (const into of intos) {
      const at = offset + into.index;
      const between = before.slice(at + into[0].length);
      if (/[.;!?,]/.test(between) || between.trim().split(/\s+/).length > 6) continue;
      const head = before.slice(0, at);
      const verbs = [...head.matchAll(VERB)];
      const chosen = verbs.filter((verb) => CLAUSE.test(head.slice(0, verb.index))).at(-1) ?? verbs[0];
      if (!chosen) continue;
      const span: Span = [chosen.index + chosen[0].length, at];
      if (isValue(head.slice(span[0]))) return span;
    }
    return null;
  }

  /** No order of words is known: what is quoted, or has a digit or sign in it, was typed. */
  private telling(text: string, low: string, from: number, start: number, end: number): Span[] {
    const to = Math.min(text.length, end + REACH);
    const part = low.slice(from, to);
    const inLabel = (at: number, length: number) => at < end && at + length > start;
    const quoted = [...part.matchAll(QUOTED)]
      .map((quote): Span => [from + quote.index + 1, from + quote.index + quote[0].length - 1])
      .filter(([a, b]) => !inLabel(a, b - a) && !this.exact.test(low.slice(a, b)));
    if (quoted.length > 0) return quoted;
    return [...part.matchAll(WITH_DIGIT)]
      .map((token): Span => trim(text, from + token.index, from + token.index + token[0].length))
      .filter(([a, b]) => b - a >= 3 && !inLabel(a, b - a) && !COMMON.test(low.slice(a, b)));
  }
}

/** A post code is no code, a discount card no card. */
const isOther = (before: string) =>
  /(?:post|postal|zip|area|country|coupon|promo|promotion|discount|voucher|gift|referral|product|error|status|tracking|language|currency|dial|design|page|next page|business|loyalty|report|sim|sd|graphics|score)[ _-]?$/.test(
    before,
  );

/** "Enter your PIN to continue", "a password with at least 8 characters": no value. */
const PURPOSE =
  /^(?:continue|proceed|confirm|sign|log|login|unlock|access|finish|complete|view|see|keep|get|start|verify|protect|enable|use|reset|open|save|make|pay|authori[sz]e|approve|activate|secure|create|change|update|join|try|be|set|help|avoid|gain|recover|restore|edit|delete|download|check|at least|a minimum|minimum|\d+ (?:or more )?(?:characters|digits)|shown|well|soon|possible|usual|required|needed|\d[\d ]* (?:of|out of|von|de|di) \d[\d ]*)(?![\p{L}\p{N}_])/u;
const SUBJECT =
  /,\s|(?:user|customer|visitor|he|she|they|benutzer|kunde|nutzer|usuario|usuário|utilisateur|gebruiker|utente|użytkownik|пользователь) $/;
const DATE = /^\s?(?:on |at |am |el |le )?(?:\d{4}-\d|\d{1,2}[./]\d{1,2}[./])/;
const CJK = /[\u3040-\u9fff\uac00-\ud7af]/;
const isSaid = (before: string, verb: string, value: string) =>
  SUBJECT.test(before) || CJK.test(verb) || MARKED.test(value) || (/[\d@#$%^&*!_]/.test(value) && !DATE.test(value));

const isValue = (value: string) => {
  const words = value.replace(/["'“”‘’«»„:,.()]/g, ' ').trim();
  return (
    words !== '' &&
    !words.includes(BLANK) &&
    !PURPOSE.test(words) &&
    !words.split(/\s+/).every((word) => FILLER.has(word))
  );
};

/** Without white space, quotes and leading fillers around. */
function trim(text: string, from: number, to: number): Span {
  let [a, b] = [from, to];
  const outer = /[\s"'“”‘’«»„「」]/;
  for (;;) {
    while (a < b && outer.test(text[a]!)) a++;
    const word = /^[\p{L}]+(?=[\s:])|^:/u.exec(text.slice(a, Math.min(b, a + 24)))?.[0];
    if (word === undefined || (word !== ':' && !FILLER.has(word.toLowerCase()))) break;
    a += word.length;
  }
  while (b > a && (outer.test(text[b - 1]!) || (/[.,;:)]/.test(text[b - 1]!) && b === text.length))) b--;
  return [a, b];
}

function blanked(text: string, spans: Span[]): string {
  let out = '';
  let from = 0;
  for (const [a, b] of spans.filter(([x, y]) => y > x).sort((x, y) => x[0] - y[0])) {
    if (b <= from) continue;
    if (a >= from) out += text.slice(from, a) + BLANK;
    from = b;
  }
  return out + text.slice(from);
}
