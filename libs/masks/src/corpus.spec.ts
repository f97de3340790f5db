import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BLANK } from './blank';
import { Mask } from './mask';

/** One text a line; secrets stand in ⟦ ⟧, words that must stay readable in ‹ ›. */
const linesOf = (name: string) =>
  readFileSync(join(__dirname, 'corpus', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
const between = (line: string, marks: RegExp) => [...line.matchAll(marks)].map((match) => match[1]!);
const bare = (line: string) => line.replace(/[⟦⟧‹›]/g, '');

const mask = new Mask();

describe('the corpus of planted secrets and harmless texts', () => {
  it.each(linesOf('secrets.txt'))('blanks %s', (line) => {
    const masked = mask.text(bare(line));
    for (const secret of between(line, /⟦([^⟧]*)⟧/g)) expect(masked).not.toContain(secret.normalize('NFKC'));
    for (const word of between(line, /‹([^›]*)›/g)) expect(masked).toContain(word);
    expect(masked).toContain(BLANK);
    expect(mask.text(masked)).toBe(masked);
  });

  it.each(linesOf('harmless.txt'))('leaves alone %s', (line) => expect(mask.text(line)).toBe(line));
});
