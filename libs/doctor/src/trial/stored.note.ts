import { fieldsOf, listOf, textOf } from '@app/conversations';
import type { Fields } from '@app/conversations';
import { convert } from 'html-to-text';

const TEXT = { wordwrap: false as const, selectors: [{ selector: 'a', options: { ignoreHref: true } }] };
const LONGEST = 64 * 1024;

export const bodyOf = (part: Fields): string =>
  typeof part.body === 'string' && part.body.length <= LONGEST ? part.body : '';

/** The parts of a conversation as Intercom sent it. */
export const partsOf = (conversation: unknown): Fields[] =>
  listOf(fieldsOf(fieldsOf(conversation).conversation_parts).conversation_parts);

/** The part that holds our ref, whoever wrote it and whatever became of it: to say what is different from what we expect. */
export const partWith = (conversation: unknown, ref: string): Fields | null =>
  partsOf(conversation).find((part) => bodyOf(part).includes(ref)) ?? null;

export const partById = (conversation: unknown, id: string): Fields | null =>
  partsOf(conversation).find((part) => textOf(part.id) === id) ?? null;

/** What a reader sees of a stored body, line by line. */
export const linesOf = (html: string): string[] => convert(html, TEXT).split('\n');
