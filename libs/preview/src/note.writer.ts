import type { Settings } from '@app/config';
import { summaryByRules } from '@app/llm';
import { lineCost, renderGrouped, renderGroupedSummary, renderNote, renderSummary } from '@app/notes';
import type { SessionRules, StoredAction } from '@app/sessions';
import { signalsOf } from '@app/signals';

/** Writes the notes with what the writer writes them with. */
export class NoteWriter {
  private written = 0;

  constructor(
    private readonly settings: Settings,
    private readonly sessionId: string,
    private readonly startedAt: number,
  ) {}

  actions(actions: readonly StoredAction[], posted: readonly StoredAction[], binned: boolean): string[] {
    const { NOTE_STYLE, NOTE_TIME_ZONE: timeZone, BIN_SECONDS } = this.settings;
    const input = { sessionId: this.sessionId, actions, ...this.frame() };
    if (NOTE_STYLE === 'recipe') return renderNote({ ...input, binSeconds: binned ? BIN_SECONDS : 0 }).lines;
    const signals = signalsOf([...posted, ...actions], { since: posted.length });
    return renderGrouped({ ...input, timeZone, signals }).lines;
  }

  summary(actions: readonly StoredAction[], at: number, since: number): string[] {
    const { NOTE_STYLE, NOTE_TIME_ZONE: timeZone } = this.settings;
    const { text: prose, by } = summaryByRules({ actions }, 'no_key');
    const input = { sessionId: this.sessionId, now: new Date(at), prose, by, since, ...this.frame() };
    return (NOTE_STYLE === 'recipe' ? renderSummary(input) : renderGroupedSummary({ ...input, timeZone })).lines;
  }

  private frame() {
    const template = this.settings.REPLAY_URL_TEMPLATE;
    const replay = template ? { template, sessionStartedAt: this.startedAt } : undefined;
    return { ref: `preview${String(++this.written).padStart(5, '0')}`, replay };
  }
}

/** What one note cannot hold is the next one's. */
export function partsOf(actions: readonly StoredAction[], rules: SessionRules, sessionId: string): StoredAction[][] {
  const overhead = rules.noteOverheadChars + rules.sessionIdCost * sessionId.length;
  const parts: StoredAction[][] = [];
  let chars = Infinity;
  for (const action of actions) {
    const cost = lineCost(action.text);
    const last = parts.at(-1);
    if (last && chars + cost <= rules.noteMaxChars && last.length < rules.coveredMax) {
      last.push(action);
      chars += cost;
    } else {
      parts.push([action]);
      chars = overhead + cost;
    }
  }
  return parts;
}
