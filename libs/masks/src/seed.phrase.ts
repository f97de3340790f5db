import { BLANK } from './blank';
import { SEED_WORDS } from './seed.words';

const MIN_WORDS = 11;
/** A phrase is drawn at random from 2,048 words: it hardly repeats itself, but for those of tests, which say what they are. */
const MIN_DIFFERENT = 8;
const NAMED = /seed|mnemonic|recovery|phrase|wallet/i;
/** Letters only, in one case; a number before each word and commas between them are usual. */
const WORDS =
  /(?<![\p{L}\p{N}])(?:\d{1,2}[.):] ?)?[a-zA-Z]{3,8}(?:[ ,;+-]{1,3}(?:\d{1,2}[.):] ?)?[a-zA-Z]{3,8}){10,}(?![\p{L}\p{N}])/gu;

/** Eleven or more words of a wallet's list in a row are a recovery phrase: no sentence has so many. */
export function maskSeedPhrase(text: string): string {
  if (text.length < 40) return text;
  const least = NAMED.test(text) ? 1 : MIN_DIFFERENT;
  return text.replace(WORDS, (run) => {
    let out = '';
    let from = 0;
    let first = -1;
    let count = 0;
    let end = 0;
    const different = new Set<string>();
    const close = () => {
      if (count >= MIN_WORDS && different.size >= least) {
        out += run.slice(from, first) + BLANK;
        from = end;
      }
      count = 0;
      different.clear();
    };
    for (const word of run.matchAll(/[a-zA-Z]+/g)) {
      if (!SEED_WORDS.has(word[0].toLowerCase())) {
        close();
        continue;
      }
      if (count++ === 0) first = word.index;
      different.add(word[0].toLowerCase());
      end = word.index + word[0].length;
    }
    close();
    return out + run.slice(from);
  });
}
