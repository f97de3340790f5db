import type { Clock } from './clock';
import type { Step } from './step';

/** A pause before an item that is worth a time, in seconds: at the head of a line, and within one. */
const PAUSE_S = 10;
const LONG_PAUSE_S = 30;
/** So many fields in a row are named; of more the first three. */
const MOST_FIELDS = 4;

const counted = ({ label, times }: Step) => `${label}${times > 1 ? ` ×${times}` : ''}`;

function itemOf(step: Step): string {
  switch (step.kind) {
    case 'submit':
      return `submitted ${counted(step)}`;
    case 'search':
      return `searched "${step.label}"${step.times > 1 ? ` ×${step.times}` : ''}`;
    case 'message':
      return `"${step.label}"${step.times > 1 ? ` ×${step.times}` : ''}`;
    case 'focus':
    case 'blur':
      return `looked at ${step.label}`;
    default:
      return counted(step);
  }
}

/** Fields that were filled in one after the other are one item. */
function fieldsItem(steps: readonly Step[]): string {
  const names = [...new Set(steps.map(({ label, value }) => (value ? `${label} "${value}"` : label)))];
  const shown = names.length > MOST_FIELDS ? names.slice(0, MOST_FIELDS - 1) : names;
  const more = names.length - shown.length;
  return `filled in ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What was done on one page without leaving it. */
interface Visit {
  page: string;
  steps: Step[];
}

function visitsOf(steps: readonly Step[]): Visit[] {
  const visits: Visit[] = [];
  for (const step of steps) {
    const last = visits.at(-1);
    // What names no page belongs to the one that was open.
    const stays = last && step.kind !== 'view' && (step.page === '' || step.page === last.page);
    // The page that is opened again, without another in between, is a reload: a line of its own.
    if (stays) last.steps.push(step);
    else visits.push({ page: step.page, steps: [step] });
  }
  return visits;
}

/** `mm:ss`, with the hour where it is not that of the note's first action. */
function timer(clock: Clock, first: number) {
  const hour = clock.at(first).time.slice(0, 3);
  return (ts: number) => {
    const { time } = clock.at(ts);
    return time.startsWith(hour) ? time.slice(3) : time;
  };
}

function itemsOf(steps: readonly Step[], timeOf: (ts: number) => string): string {
  const items: string[] = [];
  let end = steps[0]?.ts ?? 0;
  for (let n = 0; n < steps.length; n++) {
    const step = steps[n]!;
    const late = items.length > 0 && step.ts - end >= LONG_PAUSE_S ? `${timeOf(step.ts)} ` : '';
    const run = [step];
    while (step.kind === 'type' && steps[n + 1]?.kind === 'type' && steps[n + 1]!.ts - run.at(-1)!.end < LONG_PAUSE_S)
      run.push(steps[++n]!);
    items.push(late + (step.kind === 'type' ? fieldsItem(run) : itemOf(step)));
    end = run.at(-1)!.end;
  }
  return items.join(', ');
}

/** The actions as lines: one for each page in turn, its name once as a head, a time only after a pause of ten seconds or more. */
export function linesOf(steps: readonly Step[], clock: Clock): string[] {
  const timeOf = timer(clock, steps[0]?.ts ?? 0);
  const lines: string[] = [];
  let before = -Infinity;
  let passing = false;
  for (const { page, steps: all } of visitsOf(steps)) {
    const [first, last] = [all[0]!, all.at(-1)!];
    const paused = first.ts - before >= PAUSE_S;
    before = last.end;
    const opened = first.kind === 'view' ? first : null;
    const items = itemsOf(opened ? all.slice(1) : all, timeOf);
    const head = opened ? counted(opened) : page;
    // Pages that were only passed through are one line.
    if (passing && !paused && items === '') lines[lines.length - 1] += ` → ${head}`;
    else lines.push((paused ? `${timeOf(first.ts)} ` : '') + [head, items].filter(Boolean).join(': '));
    passing = items === '';
  }
  return lines;
}

/** Names of the pages that the actions name, in the order in which they were first seen. */
export const pagesOf = (steps: readonly Step[]) => [...new Set(steps.map(({ page }) => page).filter(Boolean))];
