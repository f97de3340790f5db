import type { ReadAnswer } from './answer';
import { fold, wordsOf } from './fold';

const MAX_SENTENCES = 6;
const MAX_LENGTH = 800;
const MIN_WORDS = 3;
/** So many words in a row of our instructions are no coincidence. */
const RUN = 7;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
const words = (text: string) => [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length;

/** What the LLM was asked with: the fence of this prompt and the instructions, which no answer may hold. */
export interface Asked {
  system: string;
  nonce: string;
}

export const showsFence = (answer: string, { nonce }: Asked) => /<{3,}|>{3,}/.test(answer) || answer.includes(nonce);

export function showsPrompt(answer: string, { system }: Asked, toldText: string): boolean {
  const instructions = ` ${wordsOf(system).join(' ')} `;
  const said = wordsOf(answer);
  const told = ` ${wordsOf(toldText).join(' ')} `;
  return said.slice(0, Math.max(0, said.length - RUN + 1)).some((_word, n) => {
    const run = ` ${said.slice(n, n + RUN).join(' ')} `;
    return instructions.includes(run) && !told.includes(run);
  });
}

export const isJson = (answer: string) => /^\s*(?:```\w*\s*)?(?:\{\s*["'}]|\[\s*[[{"'\d\]])/.test(answer);

/** No prose: too few words, or no sentence ends. */
export const isNoSentence = ({ text, unquoted }: ReadAnswer) =>
  words(text) < MIN_WORDS || !/[\p{L}]/u.test(unquoted) || !/[.!?…。！？।؟]["”»」’)]*\s*$/u.test(text);

export const isTooLong = ({ text, sentences }: ReadAnswer) =>
  text.length > MAX_LENGTH || sentences.length > MAX_SENTENCES;

export const foldedEnd = (text: string) => fold(text).replace(/^[\s.,;:!?…]+|[\s.,;:!?…。、]+$/g, '');
