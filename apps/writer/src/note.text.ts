import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { renderNote, renderSummary } from '@app/notes';
import { isProse, readAction, readProse, type NoteIntent } from '@app/sessions';

/** The HTML of the note that an intent stands for. Pure: a second try posts the same text. */
@Injectable()
export class NoteText {
  constructor(private readonly settings: Settings) {}

  htmlOf(intent: NoteIntent): string {
    const { ref, sessionId, items, kind } = intent;
    const template = this.settings.REPLAY_URL_TEMPLATE;
    const replay = template ? { template, sessionStartedAt: intent.sessionBeganAt / 1000 } : undefined;
    const late = intent.failedAt === null ? undefined : { originally: new Date(intent.failedAt) };
    if (kind === 'summary' || kind === 'stream-summary' || (kind === 'late' && isProse(items[0]))) {
      return renderSummary({
        sessionId,
        now: new Date(intent.now),
        prose: readProse(items[0] ?? '""'),
        ref,
        replay,
        late,
      }).html;
    }
    const binSeconds = intent.binned ? this.settings.BIN_SECONDS : 0;
    return renderNote({ sessionId, actions: items.map(readAction), binSeconds, ref, replay, late }).html;
  }
}
