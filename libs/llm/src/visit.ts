import { oneLine } from '@app/notes';
import { routeShape } from '@app/masks';
import { type Deed, readDeed } from '@app/wording';
import type { SummarisedAction } from './summariser';

/** One or more equal actions in a row. */
export interface Step extends Deed {
  type: string;
  /** Seconds since the first action. */
  at: number;
  /** So many times in a row. */
  times: number;
}

/** Reports of the browser about a field that say no more than typing into it does. */
const ABOUT_FIELDS: ReadonlySet<string> = new Set(['focus', 'blur']);

const same = (a: Step, b: Step) =>
  a.kind === b.kind && a.label === b.label && a.page === b.page && (a.kind !== 'other' || a.type === b.type);

/** Pages by URL, from the actions whose text names theirs. */
function namesOf(actions: readonly SummarisedAction[], deeds: readonly Deed[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  deeds.forEach(({ page }, n) => {
    const url = actions[n]?.url;
    if (url && page && !names.has(url)) names.set(url, page);
  });
  return names;
}

/**
 * The actions as steps, in their order: each with its page by name (by its route's shape where no text names it), equal neighbours
 * counted, focus and blur left out. Every action is in a step, or is told by one.
 */
export function stepsOf(actions: readonly SummarisedAction[]): Step[] {
  const told = actions.map((action) => ({ ...action, text: oneLine(action.text), type: oneLine(action.type) }));
  const deeds = told.map((action) => readDeed(action));
  const names = namesOf(actions, deeds);
  const start = Math.min(...told.map(({ ts }) => ts || Infinity));
  const tellsMore = deeds.some(({ kind }) => !ABOUT_FIELDS.has(kind));
  const steps: Step[] = [];
  let page = '';
  told.forEach(({ url, ts, type }, n) => {
    const deed = deeds[n]!;
    page = deed.page || names.get(url) || (url && routeShape(url)) || page;
    const label = deed.kind === 'view' || deed.label === '' ? deed.label || page || type : deed.label;
    const step: Step = { ...deed, label, type, page, at: ts ? Math.max(0, Math.round(ts - start)) : 0, times: 1 };
    if (tellsMore && ABOUT_FIELDS.has(step.kind)) return;
    const last = steps.at(-1);
    if (last && same(last, step)) last.times++;
    else steps.push(step);
  });
  return steps;
}
