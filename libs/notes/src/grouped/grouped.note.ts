import type { Signal } from '@app/signals';
import { type Late, lateLine } from '../late';
import { cut } from '../line';
import { type Note, renderLines } from '../render';
import { type Replay, replayLink } from '../replay';
import { clockOf } from './clock';
import { groupedFooter, plural, signalsLine, spanOf } from './frame';
import { MAX_PAGE } from './limits';
import { linesOf, pagesOf } from './lines';
import { type GroupedAction, stepsOf } from './step';

export interface GroupedInput {
  sessionId: string;
  actions: readonly GroupedAction[];
  ref: string;
  /** IANA name. */
  timeZone: string;
  /** The most telling first; three are shown. */
  signals?: readonly Signal[];
  replay?: Replay;
  late?: Late;
}

/**
 * The note for a reader who has ten seconds: where the customer is now and when, one line of what looks like trouble, then what was done,
 * page by page. The head says how many actions are in it, so that folding hides none.
 */
export function renderGrouped({ sessionId, actions, ref, timeZone, signals = [], replay, late }: GroupedInput): Note {
  const clock = clockOf(timeZone);
  const steps = stepsOf(actions);
  const times = actions.map(({ ts }) => ts);
  const [from, to] = actions.length > 0 ? [Math.min(...times), Math.max(...times)] : [0, 0];
  const pages = pagesOf(steps);
  const now = steps.findLast(({ page }) => page)?.page;
  const counts = plural(actions.length, 'action') + (pages.length > 1 ? ` on ${pages.length} pages` : '');
  const head = [...(now ? [cut(now, MAX_PAGE)] : []), spanOf(clock, from, to), counts].join(' · ');
  const link = replay ? replayLink(replay, sessionId, from) : null;
  return renderLines({
    paragraphs: [[head, ...lateLine(late), ...signalsLine(signals)], linesOf(steps, clock)],
    footer: groupedFooter(sessionId, link),
    ref,
    link,
    boldHead: true,
  });
}
