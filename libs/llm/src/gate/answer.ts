import { wordsOf } from './fold';
import { type GateLanguage, languageOf } from './languages';

/** An answer, taken apart once for all checks. */
export interface ReadAnswer {
  text: string;
  quotes: string[];
  /** The text with each quotation as `“”`: its words are the quotation's check. */
  unquoted: string;
  sentences: string[];
  language: GateLanguage | undefined;
}

const QUOTES: readonly RegExp[] = [
  /"([^"\n]{1,500})"/gu,
  /[“„‟]([^“”„‟\n]{1,500})[“”]/gu,
  /«\s*([^«»\n]{1,500}?)\s*»/gu,
  /‹\s*([^‹›\n]{1,500}?)\s*›/gu,
  /「([^「」\n]{1,500})」/gu,
  /『([^『』\n]{1,500})』/gu,
  /(?<![\p{L}\p{N}])[‘']([^‘’'\n]{1,500})[’'](?![\p{L}\p{N}])/gu,
];

/** A whole quotation, marks included. */
export const QUOTATION = new RegExp(QUOTES.map(({ source }) => source).join('|'), 'gu');

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
const SPOKEN = /[\p{L}\p{N}]/u;

export function readAnswer(text: string): ReadAnswer {
  const quotes: string[] = [];
  const unquoted = QUOTES.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (_all, quote: string) => {
        quotes.push(quote);
        return '“”';
      }),
    text,
  );
  const sentences = [...segmenter.segment(unquoted)].map(({ segment }) => segment.trim()).filter((s) => SPOKEN.test(s));
  return { text, quotes, unquoted, sentences, language: languageOf(unquoted, wordsOf(unquoted)) };
}
