import { cut, oneLine } from '@app/notes';
import { type RulesReason, type SummarisedAction, type Summary, Summariser } from './summariser';

const MAX_PAGES = 5;
const MAX_TYPES = 5;
const LAST_STEPS = 3;
const MAX_STEP = 200;

const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** The most frequent first, equal ones as they came. */
function counted(values: string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

const pageOf = (url: string) => cut(URL.canParse(url) ? new URL(url).pathname : url, 100);

const SAYING_SO: Record<RulesReason, string> = {
  no_key: 'Written by rules, without an LLM.',
  daily_tokens: "Written by rules: the LLM's tokens of this day are spent.",
};

/** Summaries without an LLM: the pages, the kinds of action, the last steps; and it says so, and why. */
export class RuleSummariser extends Summariser {
  constructor(private readonly because: RulesReason) {
    super();
  }

  summarise(actions: readonly SummarisedAction[]): Promise<Summary> {
    const pages = counted(
      actions
        .map(({ url }) => url)
        .filter(Boolean)
        .map(pageOf),
    );
    const types = counted(actions.map(({ type }) => oneLine(type) || 'action'));
    const more = pages.length > MAX_PAGES ? ` and ${pages.length - MAX_PAGES} more` : '';
    const sentences = [
      pages.length > 0
        ? `Visited ${plural(pages.length, 'page')}: ${pages
            .slice(0, MAX_PAGES)
            .map(([page]) => page)
            .join(', ')}${more}.`
        : '',
      `Did ${plural(actions.length, 'action')}: ${types
        .slice(0, MAX_TYPES)
        .map(([type, n]) => `${n} × ${type}`)
        .join(', ')}.`,
      `Last steps: ${actions
        .slice(-LAST_STEPS)
        .map(({ text }) => cut(oneLine(text), MAX_STEP))
        .join('; ')}.`,
      SAYING_SO[this.because],
    ];
    return Promise.resolve({
      text: sentences.filter(Boolean).join(' '),
      model: 'rules',
      promptTokens: 0,
      completionTokens: 0,
      rulesBecause: this.because,
    });
  }
}
