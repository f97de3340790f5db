import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { renderNote, renderSummary } from '@app/notes';
import { printOf } from '@app/intercom';
import { isProse, readAction, readSummary, type NoteIntent } from '@app/sessions';

export interface RenderedNote {
  html: string;
  /** By it the note is found again in its conversation. */
  print: string;
}

/** The note that an intent stands for. Pure: a second try posts the same text. */
@Injectable()
export class NoteText {
  constructor(private readonly settings: Settings) {}

  of(intent: NoteIntent): RenderedNote {
    const html = this.htmlOf(intent);
    return { html, print: printOf(html) };
  }

  private htmlOf(intent: NoteIntent): string {
    const { ref, sessionId, items, kind } = intent;
    const template = this.settings.REPLAY_URL_TEMPLATE;
    const replay = template ? { template, sessionStartedAt: intent.sessionBeganAt / 1000 } : undefined;
    const late = intent.failedAt === null ? undefined : { originally: new Date(intent.failedAt) };
    if (kind === 'summary' || kind === 'stream-summary' || (kind === 'late' && isProse(items[0]))) {
      return renderSummary({
        sessionId,
        now: new Date(intent.madeAt),
        ...(intent.coversSince === null ? {} : { since: intent.coversSince / 1000 }),
        ...readSummary(items[0] ?? '""'),
        ref,
        replay,
        late,
      }).html;
    }
    const binSeconds = intent.binned ? this.settings.BIN_SECONDS : 0;
    return renderNote({ sessionId, actions: items.map(readAction), binSeconds, ref, replay, late }).html;
  }
}
