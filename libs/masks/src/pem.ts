import { BLANK } from './blank';

const BEGIN = /-{3,}\s?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-{3,}/g;
const END = /-{3,}\s?END [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-{3,}/g;

/** A private key in PEM, from BEGIN to END; without END to the end of the text. */
export function maskPem(text: string): string {
  if (!text.includes('PRIVATE KEY')) return text;
  let out = '';
  let from = 0;
  BEGIN.lastIndex = 0;
  for (let begin = BEGIN.exec(text); begin; begin = BEGIN.exec(text)) {
    END.lastIndex = BEGIN.lastIndex;
    const end = END.exec(text);
    out += text.slice(from, begin.index) + BLANK;
    from = end ? END.lastIndex : text.length;
    BEGIN.lastIndex = from;
  }
  return out + text.slice(from);
}
