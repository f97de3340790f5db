import { printOf, readable } from '@app/desk';
import { compile, type HtmlToTextOptions } from 'html-to-text';

const RENDERING: HtmlToTextOptions = {
  wordwrap: false,
  // Deeper bodies are nobody's note, and would exhaust the stack: what is cut off leaves a sign that no note of ours has there.
  limits: { maxDepth: 20, ellipsis: '…' },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
  ],
};
// Compiled once: reading the options takes far longer than reading a note.
const textOfHtml = compile(RENDERING);
const textOfPlain = compile({ ...RENDERING, preserveNewlines: true });

const SIMPLE_TAG = /<\/?p>|<br ?\/?>/g;
const ANCHOR = /<a href="[^"<>]*"[^<>]*>|<\/a>/g;
const ENTITY = /&(?:lt|gt|amp|quot|nbsp|#39|#x27);/g;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ', '#39': "'", '#x27': "'" };

/** Paragraphs, line breaks and links alone, such as ours, are read without a parser; null: that takes one. */
function textOfSimple(body: string): string | null {
  const text = body.replace(ANCHOR, '').replace(SIMPLE_TAG, ' ');
  if (!body.startsWith('<p>') || text.includes('<') || text.replace(ENTITY, '').includes('&')) return null;
  return text.replace(ENTITY, (entity) => ENTITIES[entity.slice(1, -1)]!);
}

/** What a reader sees of a body, in one line: Intercom may write the HTML of a note anew, but not its text. Never throws. */
export function renderedText(body: string): string {
  const simple = textOfSimple(body);
  const text = simple ?? (/<[a-z!/]/i.test(body) ? parsed(body, textOfHtml) : parsed(body, textOfPlain));
  return readable(text);
}

function parsed(body: string, textOf: (html: string) => string): string {
  try {
    return textOf(body);
  } catch {
    return '';
  }
}

/** The print of a stored note: that of the lines which were sent, where it is ours. */
export const printOfHtml = (html: string): string => printOf(renderedText(html));
