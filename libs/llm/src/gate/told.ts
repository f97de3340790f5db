import { routeShape } from '@app/masks';
import { entriesOf } from '../entries';
import type { PromptWords } from '../prompt';
import type { SummaryRequest } from '../summariser';
import { type Step, stepsOf } from '../visit';
import { ADDRESS, digitsOf, fold, numbersOf, wordsOf } from './fold';

/** Counts that follow from the actions, by what they count. */
export interface Counts {
  /** How often one thing was done, in all or in a row; how often a page was opened. */
  times: ReadonlySet<number>;
  /** Of anything: actions, pages, fields, clicks, and all of `times`. */
  all: ReadonlySet<number>;
  /** From the first action to the last. */
  seconds: number;
}

/** What an answer may know: all that its prompt holds, and what can be counted in it. */
export interface Told {
  text: string;
  words: ReadonlySet<string>;
  numbers: ReadonlySet<string>;
  counts: Counts;
  /** Pages and texts that were shown, without the verbs of the connector: only they prove that something worked. */
  shown: string;
  /** Origin and path of the pages. */
  urls: ReadonlySet<string>;
  hosts: ReadonlySet<string>;
}

export const pageUrl = (url: string) => {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/$/, '')}`.toLowerCase();
};

function tally(steps: readonly Step[], keyOf: (step: Step) => string): number[] {
  const sums = new Map<string, number>();
  for (const step of steps) sums.set(keyOf(step), (sums.get(keyOf(step)) ?? 0) + step.times);
  return [...sums.values()];
}

function countsOf({ actions }: SummaryRequest, steps: readonly Step[]): Counts {
  const fields = steps.filter(({ kind }) => kind === 'type');
  const times = new Set([
    ...steps.map((step) => step.times),
    ...tally(steps, ({ kind, label, page }) => `${kind} ${label} ${page}`),
    ...tally(steps, ({ kind, label }) => `${kind} ${label}`),
    ...tally(
      steps.filter(({ kind }) => kind === 'search'),
      () => '',
    ),
  ]);
  const distinct = (some: readonly Step[], keyOf: (step: Step) => string) => new Set(some.map(keyOf)).size;
  const all = new Set([
    ...times,
    actions.length,
    distinct(steps, ({ page }) => page),
    distinct(fields, ({ label }) => label),
    ...tally(fields, ({ page }) => page),
    ...tally(steps, ({ kind }) => kind),
  ]);
  return { times, all, seconds: Math.max(0, ...steps.map(({ at }) => at)) };
}

export function toldOf(request: SummaryRequest, { context = '' }: PromptWords = {}): Told {
  const { actions, before = [], earlier = '', signals = [] } = request;
  const steps = stepsOf(actions);
  const urls = actions.map(({ url }) => url).filter((url) => URL.canParse(url));
  const beside = [...before, earlier, ...signals, context];
  const labels = steps.flatMap(({ label, page }) => [label, page]);
  const all = [
    ...actions.flatMap(({ text, type }) => [text, type]),
    ...labels,
    ...urls.flatMap((url) => [routeShape(url), new URL(url).hostname]),
    ...beside,
  ];
  // As the prompt has it: fields in a row are one entry; without addresses, since they are cleaned from answers too.
  const entries = entriesOf(actions).map((entry) => entry.replace(/^\d+ /, ''));
  const lines = [...all, ...entries];
  const text = [...lines, ...lines.map((line) => line.replace(ADDRESS, ''))].map(fold).join('\n');
  const numbers = numbersOf(all.join('\n'));
  return {
    text,
    words: new Set(wordsOf(all.join(' '))),
    numbers: new Set([...numbers, ...numbers.map(digitsOf)]),
    counts: countsOf(request, steps),
    shown: [...labels, ...beside].map(fold).join('\n'),
    urls: new Set(urls.map(pageUrl)),
    hosts: new Set(urls.map((url) => new URL(url).hostname.toLowerCase())),
  };
}

/** Whether a word, or another form of it, was told: "settings" for "setting", "Warenkorbs" for "Warenkorb". */
export function knows({ words, text }: Told, word: string): boolean {
  const folded = fold(word).replace(/'s$/, '');
  if (folded === '' || words.has(folded)) return true;
  // Scripts without spaces have no words to compare.
  if (!/\p{Script=Latin}|\p{Script=Cyrillic}|\p{Script=Greek}/u.test(folded)) return text.includes(folded);
  for (const known of words) {
    const [short, long] = known.length < folded.length ? [known, folded] : [folded, known];
    if (short.length >= 4 && long.startsWith(short) && (short.length >= 6 || long.length - short.length <= 4))
      return true;
    // "Checkoutseite", "login" for "log in": compounds of what was told.
    if (known.length >= 5 && folded.includes(known)) return true;
  }
  return folded.length >= 6 && text.replace(/[ -]/g, '').includes(folded);
}
