import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { renderNote, renderSummary } from '@app/notes';
import { readAction, readProse, type NoteIntent } from '@app/sessions';

/** The HTML of the note that an intent stands for. Pure: a second try posts the same text. */
@Injectable()
export class NoteText {
  constructor(private readonly settings: Settings) {}

  htmlOf(intent: NoteIntent): string {
    const { ref, sessionId, items } = intent;
    const template = this.settings.REPLAY_URL_TEMPLATE;
    const replay = template ? { template, sessionStartedAt: new Date(intent.sessionStartedAt) } : undefined;
    const late = intent.kind === 'late';
    const prose = intent.kind === 'summary' || intent.kind === 'stream-summary' || (late && items[0]?.startsWith('"'));
    if (prose) return renderSummary({ sessionId, now: new Date(intent.now), prose: readProse(items[0] ?? '""'), ref, replay, late }).html;
    const binSeconds = intent.binned ? this.settings.BIN_SECONDS : 0;
    return renderNote({ sessionId, actions: items.map(readAction), binSeconds, ref, replay, late }).html;
  }
}
