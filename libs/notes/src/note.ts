import { type Late, LATE_LINE, lateLine, utc, UTC_LENGTH } from './late';
import { NOTE_LIMIT } from './limit';
import { cut, oneLine } from './line';
import { REF_LENGTH, refLine } from './ref';
import { type Note, renderLines } from './render';
import { type Replay, replayLink, replayLinkCost } from './replay';

/** What a note shows of an action. */
export interface NoteAction {
  text: string;
  /** Unix seconds. */
  ts: number;
}

export interface NoteInput {
  sessionId: string;
  actions: readonly NoteAction[];
  /** A gap between actions of different bins of this many seconds; 0: none. */
  binSeconds: number;
  ref: string;
  replay?: Replay;
  late?: Late;
}

export interface SummaryInput {
  sessionId: string;
  now: Date;
  /** Of an LLM: outside text. Blank lines part paragraphs. */
  prose: string;
  /** Who wrote it: a model's name, `rules`; unknown: not said. */
  by?: string;
  /** Of the first action that it covers, Unix seconds: where the replay link leads. */
  since?: number;
  ref: string;
  replay?: Replay;
  late?: Late;
}

const MAX_SESSION_ID = 256;
export const MAX_AUTHOR = 80;

const sessionLine = (sessionId: string) => `session_id: ${cut(oneLine(sessionId), MAX_SESSION_ID)}`.trimEnd();
/** An upper bound of what one action takes in a rendered note: `[nnnn] `, its text, its line end, a gap before it. */
export const lineCost = (text: string) => text.length + 9;

/** An upper bound of what header and footer take: notes whose costs add up to at most `NOTE_LIMIT` with this are short enough. */
export function noteOverhead(sessionId: string, replayTemplate?: string): number {
  const header = [sessionLine(sessionId).length, 'timestamp: '.length + UTC_LENGTH, LATE_LINE.length + UTC_LENGTH];
  const footer = [refLine('').length + REF_LENGTH];
  if (replayTemplate) footer.push('replay '.length + replayLinkCost(replayTemplate, sessionId));
  const gaps = 2;
  return [...header, ...footer].reduce((sum, length) => sum + length + 1, gaps);
}

const header = (sessionId: string, seconds: number, late?: Late) => [
  sessionLine(sessionId),
  `timestamp: ${utc(seconds)}`,
  ...lateLine(late),
];

const render = (paragraphs: string[][], ref: string, link: string | null): Note =>
  renderLines({ paragraphs, footer: link ? [`replay ${link}`] : [], ref, link });

/** The note of a run of actions: header, numbered lines by time (equal times as given), footer; its last line is `ref <ref>`. */
export function renderNote({ sessionId, actions, binSeconds, ref, replay, late }: NoteInput): Note {
  const sorted = [...actions].sort((a, b) => a.ts - b.ts);
  const first = sorted[0]?.ts ?? 0;
  const bins: string[][] = [];
  let bin: number | undefined;
  sorted.forEach(({ text, ts }, n) => {
    const its = binSeconds > 0 ? Math.floor(ts / binSeconds) : 0;
    if (its !== bin) bins.push([]);
    bin = its;
    bins.at(-1)?.push(`[${n + 1}] ${oneLine(text)}`.trimEnd());
  });
  return render([header(sessionId, first, late), ...bins], ref, replay ? replayLink(replay, sessionId, first) : null);
}

/** The note of a summary: header with the time of now, the prose (cut so that the note fits), who wrote it, footer. */
export function renderSummary({ sessionId, now, prose, by, since, ref, replay, late }: SummaryInput): Note {
  const author = by === undefined ? [] : [`Summary by ${cut(oneLine(by), MAX_AUTHOR)}`.trimEnd()];
  const gap = 2;
  const room =
    NOTE_LIMIT - noteOverhead(sessionId, replay?.template) - author.reduce((sum, line) => sum + line.length + gap, 0);
  const paragraphs = prose
    .split(/\n[^\S\n]*\n/)
    .map(oneLine)
    .filter(Boolean);
  // The cut may fall between two paragraphs: what it leaves there is one line again.
  const fitting = cut(paragraphs.join('\n\n'), room).split('\n\n').map(oneLine).filter(Boolean);
  const link = replay ? replayLink(replay, sessionId, since ?? replay.sessionStartedAt) : null;
  return render([header(sessionId, now.getTime() / 1000, late), ...fitting.map((line) => [line]), author], ref, link);
}
