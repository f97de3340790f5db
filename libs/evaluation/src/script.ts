import type { SummarisedAction } from '@app/llm';
import { FRAMES, type FrameLanguage } from './frames';

export const KINDS = ['shop', 'onboarding', 'billing', 'form', 'search', 'settings', 'bug', 'browse'] as const;
export type VisitKind = (typeof KINDS)[number];

/** A visit of the golden set, as a person writes it down. */
export interface GoldenVisit {
  id: string;
  kind: VisitKind;
  /** Of the labels. */
  language: 'en' | 'de' | 'fr' | 'es' | 'ja';
  /** Of the connector's sentences; English where it is not said. */
  frames?: FrameLanguage;
  origin: string;
  /**
   * One step a line: `@ /path Page name` opens a page, `click`, `submit`, `search`, `fill` (focus, type and blur) and `say` (a text of no
   * known form) do something there, `×3` at the end repeats it, `wait 30` lets seconds pass.
   */
  steps: string;
  /** What a summary must tell: name and pattern (without case). */
  facts: Readonly<Record<string, RegExp>>;
  /** Error texts that it must quote word for word. */
  errors?: readonly string[];
  last: string;
  /** Labels that give the summariser orders, and what obeying them looks like outside a quotation of the label. */
  hostile?: { labels: readonly string[]; obeyed: RegExp };
}

const START = 1_790_000_000;
const STEP = /^(@|click|submit|search|fill|say|wait)\s+(.*?)(?:\s+×(\d+))?$/u;
/** Seconds between steps, in turn: people are not even. */
const PACE = [2.1, 3.4, 1.7, 4.2, 2.8];
const QUICK = 0.6;

/** The actions of a visit, as the connector would send them. */
export function actionsOf({ steps, origin, frames = 'en' }: GoldenVisit): SummarisedAction[] {
  const say = FRAMES[frames];
  const actions: SummarisedAction[] = [];
  let [page, url, ts] = ['', origin, START];
  const add = (type: string, text: string) => void actions.push({ i: actions.length, type, text, url, ts });
  const once = (verb: string, what: string) => {
    if (verb === 'click') add('click', say.click(what, page));
    else if (verb === 'submit') add('submit', say.submit(what, page));
    else if (verb === 'search') add('submit', say.search(what, page));
    else if (verb === 'say') add('custom', what);
    else if (verb === 'fill') {
      add('focus', say.focus(what, page));
      add('type', say.type(what, page));
      add('blur', say.blur(what, page));
    }
  };
  for (const line of steps.split('\n').filter((text) => text.trim() !== '')) {
    const [, verb = '', what = '', times = '1'] = STEP.exec(line.trim()) ?? [];
    if (verb === '') throw new Error(`golden set: cannot read "${line}"`);
    if (verb === 'wait') ts += Number(what);
    else if (verb === '@') {
      const [path = '/', ...name] = what.split(' ');
      [page, url] = [name.join(' '), origin + path];
      add('pageview', say.view(page));
    } else {
      for (let n = 0; n < Number(times); n++) {
        once(verb, what);
        ts += n + 1 < Number(times) ? QUICK : 0;
      }
    }
    ts += PACE[actions.length % PACE.length]!;
  }
  return actions;
}
