import { lateLine } from '../late';
import { cut, oneLine } from '../line';
import { NOTE_LIMIT } from '../limit';
import { MAX_AUTHOR, type SummaryInput } from '../note';
import { type Note, renderLines } from '../render';
import { replayLink } from '../replay';
import { clockOf } from './clock';
import { groupedFooter } from './frame';
import { groupedOverhead } from './overhead';

export interface GroupedSummaryInput extends SummaryInput {
  /** IANA name. */
  timeZone: string;
}

/** The note of a summary: in its head who wrote it and that it knows only what the browser recorded. */
export function renderGroupedSummary(input: GroupedSummaryInput): Note {
  const { sessionId, now, prose, by, since, ref, timeZone, replay, late } = input;
  const clock = clockOf(timeZone);
  const seconds = now.getTime() / 1000;
  const author = by === undefined ? 'Summary' : `Summary by ${cut(oneLine(by), MAX_AUTHOR)}`.trimEnd();
  const head = `${author} · ${clock.at(seconds).time} ${clock.zone(seconds)} · from what the browser recorded`;
  const paragraphs = prose
    .split(/\n[^\S\n]*\n/)
    .map(oneLine)
    .filter(Boolean);
  const room = NOTE_LIMIT - groupedOverhead(sessionId, replay?.template);
  // The cut may fall between two paragraphs: what it leaves there is one line again.
  const fitting = cut(paragraphs.join('\n\n'), room).split('\n\n').map(oneLine).filter(Boolean);
  const link = replay ? replayLink(replay, sessionId, since ?? replay.sessionStartedAt) : null;
  return renderLines({
    paragraphs: [[head, ...lateLine(late)], ...fitting.map((line) => [line])],
    footer: groupedFooter(sessionId, link),
    ref,
    link,
    boldHead: true,
  });
}
