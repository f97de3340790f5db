import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BLANK } from './blank';
import { Mask } from './mask';

/** One text a line, `# ` a heading; secrets stand in ⟦ ⟧, words that must stay readable in ‹ ›; `\\u200b` is that character. */
const linesOf = (name: string) =>
  readFileSync(join(__dirname, 'corpus', name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => line.replace(/\\u([0-9a-f]{4})/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16))));
const between = (line: string, marks: RegExp) => [...line.matchAll(marks)].map((match) => match[1]!);
const visible = (text: string) => text.normalize('NFKC').replace(/\p{Cf}/gu, '');
const bare = (line: string) => line.replace(/[⟦⟧‹›]/g, '');

const mask = new Mask();

describe('the corpus of planted secrets and harmless texts', () => {
  it.each([...linesOf('secrets.txt'), ...linesOf('secrets.by.kind.txt'), ...linesOf('secrets.in.disguise.txt')])(
    'blanks %s',
    (line) => {
      const masked = mask.text(bare(line));
      for (const secret of between(line, /⟦([^⟧]*)⟧/g)) expect(visible(masked)).not.toContain(visible(secret));
      for (const word of between(line, /‹([^›]*)›/g)) expect(masked).toContain(word);
      expect(masked).toContain(BLANK);
      expect(mask.text(masked)).toBe(masked);
    },
  );

  it.each([...linesOf('harmless.txt'), ...linesOf('look.alikes.txt'), ...linesOf('harmless.labels.txt')])(
    'leaves alone %s',
    (line) => expect(mask.text(line)).toBe(line),
  );
});
