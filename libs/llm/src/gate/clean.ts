import { QUOTATION } from './answer';
import { ADDRESS, fold } from './fold';
import { pageUrl, type Told } from './told';

/** Characters without a shape: format characters, variation selectors, fillers; joiners only where their script needs them. */
const JOINER = /[\u200c\u200d]/;
const INVISIBLE =
  /[\p{Cf}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0]/gu;
const JOINED_SCRIPT =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}]/u;

const visible = (text: string) =>
  text
    .replace(INVISIBLE, (char, at: number) =>
      JOINER.test(char) && JOINED_SCRIPT.test(text[at - 1] ?? '') && JOINED_SCRIPT.test(text[at + 1] ?? '') ? char : '',
    )
    .replace(/[^\S\n]|\p{Cc}(?<!\n)/gu, ' ');

/** A line that a reader, or we ourselves, could take for a part of our frame. */
const OWN_LINE =
  /^[\s>*#_-]*(?:session[_ ]?id\s*:|timestamp\s*:|\[\d+\]|ref\s*:?\s*[A-Za-z0-9]{6,}\s*$|replay\s*:?\s*\S*$|summary by\b|sent late\b)/i;
/** Marks of Markdown, which a note does not render. */
const MARKUP = /^\s*(?:#{1,6}\s+|[-*•]\s+|>\s?|```\w*\s*$)|\*\*|__|`/g;

const linesOf = (text: string) =>
  text
    .split('\n')
    .filter((line) => !OWN_LINE.test(line))
    .map((line) => line.replace(MARKUP, '').trim());

const LINK = /!?\[([^\]]*)\]\([^)]*\)/g;

const isPage = (address: string, { urls }: Told) => URL.canParse(address) && urls.has(pageUrl(address));

/** Addresses that are no page of these actions go; of those that are, query and fragment. */
const withoutForeignLinks = (text: string, told: Told) =>
  text
    .replace(LINK, '$1')
    .replace(ADDRESS, (found) => {
      const address = found.replace(/[.,;:!?)\]]+$/, '');
      const rest = found.slice(address.length);
      return (isPage(address, told) ? address.replace(/[?#].*$/, '') : '') + rest;
    })
    .replace(/\(\s*\)|\[\s*\]|<\s*>/g, '');

/**
 * Masks what the answer says itself. A quotation of what was told is masked already, and is left out, with the sentence parted there:
 * `filled in "Email" and "IBAN"` names two labels and no typed value.
 */
function maskedAround(text: string, { text: told }: Told, mask: (text: string) => string): string {
  let [masked, from] = ['', 0];
  for (const { 0: quotation, index } of text.matchAll(QUOTATION)) {
    if (!told.includes(fold(quotation.slice(1, -1)))) continue;
    masked += mask(text.slice(from, index)) + quotation;
    from = index + quotation.length;
  }
  return masked + mask(text.slice(from));
}

/** The answer as prose: nothing invisible, no foreign address, no line like ours, no markup, secrets masked. */
export function cleaned(answer: string, told: Told, mask: (text: string) => string): string {
  const lines = linesOf(visible(answer.replace(/\r\n?|[\u2028\u2029]/g, '\n')));
  const prose = withoutForeignLinks(lines.join('\n'), told);
  return maskedAround(prose, told, mask)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ +([.,;:!?])(?=\s|$)/g, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
