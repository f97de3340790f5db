import type { ReadAnswer } from './answer';
import { knows, type Told } from './told';

/** Capitalised without being a name that must be told. */
const COMMON = new Set(
  (
    'i ui url urls faq pdf csv api id ids html http https json ok sso 2fa vat usd eur gbp us eu uk probably perhaps maybe customer ' +
    'user visitor shopper client monday tuesday wednesday thursday friday saturday sunday january february march april may june july ' +
    'august september october november december english german french spanish internet web online utc intercom'
  ).split(' '),
);
/** What a sentence may begin with in English; participles and verbs in the past are known by their ends. */
const BEGINNINGS = new Set(
  (
    'the they their then there this these those a an after afterwards again all also and another as at before both but by during each ' +
    'earlier either eventually finally first firstly following for from he she her his it its however in initially instead into last ' +
    'lastly later meanwhile most next no nothing neither now of on once one only other over overall prior probably several since so ' +
    'some soon still subsequently that though through throughout to twice two three four until upon user users customer visitor ' +
    'shopper client person someone what when where which while who with within without went saw left made chose began took got set put ' +
    'ran sought read spent came found kept did was were is are had has went tried no none neither currently presently upon despite ' +
    'although because having being between more many'
  ).split(' '),
);
const TOKEN = /[\p{L}\p{M}][\p{L}\p{M}\p{N}'’]*|[.!?:;…。！？\n“”()–—]/gu;
const UPPER = /^\p{Lu}/u;
const VERB_LIKE = /(?:ed|ing|ly|t)$/;
/** After these a capital letter in German is a name. */
const NAMES_FOLLOW =
  /^(?:herrn?|frau|kundin|kunde|firma|nutzerin|nutzer|seite|feld|schaltfläche|button|produkt|namens)$/;
const STOPS = /^[.!?:;…。！？\n]$/u;

interface Token {
  text: string;
  first: boolean;
  before: string;
  after: string;
}

function tokensOf(text: string): Token[] {
  const found = text.match(TOKEN) ?? [];
  return found.map((token, n) => ({
    text: token.replace(/['’]s?$/, ''),
    first: n === 0 || STOPS.test(found[n - 1]!) || (found[n - 1] === '“”' && STOPS.test(found[n - 2] ?? '.')),
    before: found[n - 1] ?? '',
    after: found[n + 1] ?? '',
  }));
}

/** The answer's words in Latin letters amid a script that has none are names. */
const FOREIGN = /^(?:ja|zh)$/;

/** A name that was not told. In German, where nouns are capitalised, only what stands where names stand. */
export function inventsName({ unquoted, language }: ReadAnswer, told: Told): boolean {
  const unknown = (word: string) => UPPER.test(word) && !COMMON.has(word.toLowerCase()) && !knows(told, word);
  const code = language?.code ?? 'en';
  if (FOREIGN.test(code))
    return (
      asianName(unquoted, told) ||
      (unquoted.match(/[A-Za-z]{3,}/g) ?? []).some((word) => !COMMON.has(word.toLowerCase()) && !knows(told, word))
    );
  return tokensOf(unquoted).some(({ text, first, before, after }) => {
    if (!unknown(text)) return false;
    if (language?.capitalNouns) return !first && (NAMES_FOLLOW.test(before.toLowerCase()) || unknown(after));
    if (!first) return true;
    // At the beginning a capital proves nothing: a name is followed by another one, or by what it did.
    if (BEGINNINGS.has(text.toLowerCase()) || VERB_LIKE.test(text)) return false;
    return unknown(after) || (code === 'en' && /(?:ed)$|^(?:went|saw|left|made|chose|is|was|has|had)$/.test(after));
  });
}

const PERSON = /([\p{Script=Han}\p{Script=Katakana}ー]{2,6})(?:さん|様|氏|先生|女士)/gu;
const asianName = (text: string, told: Told) =>
  [...text.matchAll(PERSON)].some(
    ([, name = '']) => !/^(?:お客|客|ユーザー|顧客)$/u.test(name) && !told.text.includes(name.toLowerCase()),
  );
