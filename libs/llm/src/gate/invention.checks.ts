import type { ReadAnswer } from './answer';
import { digitsOf, fold, wordsOf } from './fold';
import { foldedEnd } from './form.check';
import { knows, type Told } from './told';

/** A quotation that nothing told holds, word for word; `…` may stand for what was left out. */
export const inventsQuote = ({ quotes }: ReadAnswer, told: Told) =>
  quotes.some((quote) =>
    quote
      .split(/…|\.\.\./)
      .map(foldedEnd)
      .some((piece) => piece !== '' && !told.text.includes(piece)),
  );

const TIME_UNIT =
  /^(?:s|sec|secs|seconds?|min|mins|minutes?|hours?|h|sekunden?|minuten?|stunden?|secondes?|heures?|segundos?|minutos?|secondi|minuti|秒|分|分钟)$/;
const HOURS = /^(?:hours?|h|stunden?|heures?|horas?|ore|uur)$/;
const MINUTES = /^(?:min|mins|minutes?|minuten?|minutos?|minuti|分|分钟)$/;

/** A length of time that the visit can have had; a little more, since people round up. */
function isSpan(value: number, unit: string, seconds: number): boolean {
  const factor = HOURS.test(unit) ? 3600 : MINUTES.test(unit) ? 60 : 1;
  return value * factor <= seconds * 1.1 + factor;
}

/** A count that a signal, an earlier summary or the context gives in these words. */
const saysTimes = (value: number, unit: string, { text }: Told) =>
  text.includes(`${value} ${unit}`) || text.includes(`${value}×`) || text.includes(`×${value}`);

function fitsCount(value: number, next: string, told: Told, times: RegExp | undefined): boolean {
  const { counts } = told;
  if (TIME_UNIT.test(next)) return isSpan(value, next, counts.seconds);
  if (times?.test(next)) return counts.times.has(value) || saysTimes(value, next, told);
  return counts.all.has(value);
}

/** A number that was neither told nor can be counted in the actions. */
export function inventsNumber({ unquoted, language }: ReadAnswer, told: Told): boolean {
  const digits = [...unquoted.normalize('NFKC').matchAll(/(\d+(?:[.,:]\d+)*)\s*([×x](?![\p{L}])|[\p{L}]*)/gu)];
  const unknown = digits.some(([, number = '', next = '']) => {
    const unit = /^[×x]$/.test(next) ? '×' : next.toLowerCase();
    const counts = unit === '×' ? /^×$/ : language?.times;
    const known = told.numbers.has(number) || told.numbers.has(digitsOf(number));
    return !(known && !counts?.test(unit)) && !fitsCount(Number(number), unit, told, counts);
  });
  return unknown || inventsNumberWord(unquoted, told, language);
}

/** Beside "times" a number word must be a count; elsewhere small ones are figures of speech. */
const FIGURE_OF_SPEECH = 3;
const MULTIPLES: Readonly<Record<string, number>> = { twice: 2, thrice: 3 };

function inventsNumberWord(text: string, told: Told, language: ReadAnswer['language']): boolean {
  const words = wordsOf(text);
  return words.some((word, n) => {
    const multiple = MULTIPLES[word];
    if (multiple !== undefined && language?.code === 'en') return !told.counts.times.has(multiple);
    const german = language?.code === 'de' && word.endsWith('mal') ? word.slice(0, -3) : word;
    const at = language?.numbers.indexOf(german) ?? -1;
    if (at < 0 || !language) return false;
    const value = at + 2;
    const next = german === word ? (words[n + 1] ?? '') : 'mal';
    if (language.times.test(next)) return !told.counts.times.has(value);
    return value > FIGURE_OF_SPEECH && !told.words.has(word) && !fitsCount(value, next, told, language.times);
  });
}

/** Words around "page" that name none. */
const GENERIC = new Set(
  (
    'same previous next last first second final other others current main new whole each every several many different web landing ' +
    'start home single individual relevant corresponding following another various multiple product detail details overview result ' +
    'results these those all some more that this its their any top subsequent initial respective own entire ' +
    'start produkt web start haupt detail ergebnis folge einzel ziel'
  ).split(' '),
);
const PHRASE_ENDS = new Set(
  (
    'the a an on to from of at in into and or visited opened viewed loaded reached left saw browsed landed returned between through ' +
    'with for via then onto back over by was were is are had has they user customer which where including while after before went ' +
    'navigated moved stayed now ended remained still around several two three four five six seven eight nine ten as up out off'
  ).split(' '),
);
const PAGE_WORDS = new Set(['page', 'pages', 'screen', 'screens', 'tab']);

/** The words right before "page", as far as they can be its name. */
function pagePhrase(words: readonly string[], at: number): string[] {
  const phrase: string[] = [];
  for (let n = at - 1; n >= 0 && phrase.length < 4 && !PHRASE_ENDS.has(words[n]!); n--) phrase.unshift(words[n]!);
  return phrase;
}

const AFTER_PAGE =
  /(?:^|[^\p{L}])(?:Seite|Seiten|page|pages|página|páginas|pagina|pagine|pagina's)\s+(?:(?:de|du|des|von|der|di|del|della|do|da|van)\s+(?:(?:la|le|el|los|las|il|lo|het|de)\s+)?|d['’])?(\p{Lu}[\p{L}\p{N}-]*)/gu;
const COMPOUND = /(?:^|[^\p{L}])(\p{L}{3,}?)-?(?:s|n|en)?-?(?:seite|pagina)n?(?!\p{L})/giu;
const ASIAN = /([\p{Script=Han}\p{Script=Katakana}ー]+)(?:ページ|画面|页面)/gu;
const ASIAN_GENERIC = /^(?:前の|次の|この|同|現在|各|当前|该|上一|下一|个|的|前|次|最後|最后|複数|多个)*$/u;

/** A page that was not told, by the ways in which pages are named. */
export function inventsPage({ unquoted, language }: ReadAnswer, told: Told): boolean {
  const words = wordsOf(unquoted);
  const english = language?.code === 'en' || language === undefined;
  const before = english
    ? words.flatMap((word, n) => (PAGE_WORDS.has(word) ? pagePhrase(words, n) : []))
    : [...unquoted.matchAll(COMPOUND)].map(([, name = '']) => name.toLowerCase());
  const after = english ? [] : [...unquoted.matchAll(AFTER_PAGE)].map(([, name = '']) => name);
  const asian = [...unquoted.matchAll(ASIAN)].map(([, name = '']) => name).filter((name) => !ASIAN_GENERIC.test(name));
  const named = [...before.filter((word) => word.length > 2 && !GENERIC.has(word)), ...after, ...asian];
  return named.some((word) => !knows(told, word)) || inventsRoute(unquoted, told);
}

/** `/billing` where no page's route begins so. */
const inventsRoute = (text: string, told: Told) =>
  [...text.matchAll(/(?<![\p{L}\p{N}:/.])\/[\p{L}\p{N}:_-]+(?:\/[\p{L}\p{N}:_-]+)*/gu)].some(
    ([route]) => !told.text.includes(fold(route)),
  );
