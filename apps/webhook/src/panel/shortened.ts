/** Signs that take the place of two letters of the Latin script. */
const WIDE =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;
const ELLIPSIS = '…';
/** Most code units of one sign that are looked at: a sign can be made of any number of them. */
const SIGN_UNITS = 16;
/** What a line does not end in before an ellipsis. */
const LOOSE_END = /(?:[\s\p{Ps}\p{Pi},;:.·—–-]|(?<=\s)["'])+$/u;

const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** In letters of the Latin script, as signs are seen: a letter with its accents is one, a family of emoji two. */
export const widthOf = (text: string): number =>
  [...signs.segment(text)].reduce((sum, { segment }) => sum + (WIDE.test(segment) ? 2 : 1), 0);

/** One line of at most `most` letters: what is longer ends after a whole word, in `…`; within a word only where that fills half a line or more. */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const looked = line.slice(0, most * SIGN_UNITS);
  if (looked === line && widthOf(line) <= most) return line;
  const byWords = fitting(words, looked, most - 1);
  const start = widthOf(byWords) * 2 < most ? fitting(signs, looked, most - 1) : byWords;
  return `${start.replace(LOOSE_END, '')}${ELLIPSIS}`;
}

/** As many whole pieces from the start as fit. */
function fitting(pieces: Intl.Segmenter, text: string, most: number): string {
  let [end, width] = [0, 0];
  for (const { segment } of pieces.segment(text)) {
    width += widthOf(segment);
    if (width > most) break;
    end += segment.length;
  }
  return text.slice(0, end);
}
