import type { Signal } from '@app/signals';
import { cut, oneLine } from '../line';
import type { Clock } from './clock';
import { MAX_SESSION_ID, MAX_SIGNAL, MOST_SIGNALS } from './limits';

/** `18:30:55–18:31:13 UTC`, one time where both are the same, with the days where they differ. */
export function spanOf(clock: Clock, from: number, to: number): string {
  const [first, last] = [clock.at(from), clock.at(to)];
  const zone = clock.zone(to);
  if (first.day !== last.day) return `${first.day} ${first.time} – ${last.day} ${last.time} ${zone}`;
  return first.time === last.time ? `${last.time} ${zone}` : `${first.time}–${last.time} ${zone}`;
}

export const plural = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

/** One line of what looks like trouble, the most telling first; none where nothing does. */
export function signalsLine(signals: readonly Signal[]): string[] {
  const texts = signals.slice(0, MOST_SIGNALS).map(({ text }) => cut(oneLine(text), MAX_SIGNAL));
  return texts.length > 0 ? [`⚠ ${texts.join(' · ')}`] : [];
}

/** Whose session it was and where its replay is: last, for the few who need it. */
export const groupedFooter = (sessionId: string, link: string | null): string[] => [
  [link ? `replay ${link}` : '', `session ${cut(oneLine(sessionId), MAX_SESSION_ID)}`.trimEnd()]
    .filter(Boolean)
    .join(' · '),
];
