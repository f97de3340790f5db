import { LATE_LINE, UTC_LENGTH } from '../late';
import { oneLine } from '../line';
import { REF_LENGTH, refLine } from '../ref';
import { replayLinkCost } from '../replay';
import { MAX_PAGE, MAX_SESSION_ID, MAX_SIGNAL, MOST_SIGNALS } from './limits';

/** The actions that a note may hold. */
const MOST_ACTIONS = 100;
/** What an action can take beyond `lineCost`: a time with its hour, `filled in `, quotes, a comma. */
const MORE_PER_ACTION = 12;
const SPAN = '29 Sep 00:00:00 – 30 Sep 00:00:00 GMT+05:45'.length;
const COUNTS = ' · 100 actions on 100 pages · '.length;

/** An upper bound of what head, signals and footer take, with what items may take beyond their `lineCost`. */
export function groupedOverhead(sessionId: string, replayTemplate?: string): number {
  const session = Math.min(oneLine(sessionId).length, MAX_SESSION_ID);
  const replay = replayTemplate ? 'replay '.length + replayLinkCost(replayTemplate, sessionId) : 0;
  const lines = [
    MAX_PAGE + SPAN + COUNTS,
    LATE_LINE.length + UTC_LENGTH,
    2 + MOST_SIGNALS * (MAX_SIGNAL + 3),
    replay + 3 + 'session '.length + session,
    refLine('').length + REF_LENGTH,
  ];
  const gaps = 2;
  return lines.reduce((sum, length) => sum + length + 1, gaps) + MOST_ACTIONS * MORE_PER_ACTION;
}
