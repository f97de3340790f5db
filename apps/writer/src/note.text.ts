import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { printOf } from '@app/desk';
import { type Note, renderGrouped, renderGroupedSummary, renderNote, renderSummary, type Replay } from '@app/notes';
import { isProse, readAction, readSummary, SignalStore, type NoteIntent, type StoredAction } from '@app/sessions';
import { type Signal, SIGNAL_CONTEXT, signalsOf } from '@app/signals';

export interface RenderedNote extends Note {
  /** By it the note is found again in its conversation. */
  print: string;
  /** What looks like trouble in it. */
  signals: readonly Signal[];
}

/** The note that an intent stands for. A second try posts the same text: what it depends on changes only when the note is recorded. */
@Injectable()
export class NoteText {
  constructor(
    private readonly settings: Settings,
    private readonly signals: SignalStore,
  ) {}

  /** @param before what the session did last before it, as `contextOf` answers */
  of(intent: NoteIntent, before: readonly StoredAction[] = []): RenderedNote {
    const { kind, items } = intent;
    const isSummary = kind === 'summary' || kind === 'stream-summary' || (kind === 'late' && isProse(items[0]));
    const signals = isSummary ? [] : this.signalsIn(intent, before);
    const note = isSummary ? this.summary(intent) : this.actions(intent, signals);
    return { ...note, print: printOf(note.lines.join('\n')), signals };
  }

  /** What the session did before these actions, where the note tells signs of trouble: so that no batch splits one. */
  async contextOf({ kind }: NoteIntent, sessionKey: string): Promise<StoredAction[]> {
    if (this.settings.NOTE_STYLE !== 'grouped' || kind !== 'actions') return [];
    return (await this.signals.lastActions(sessionKey, SIGNAL_CONTEXT)).posted;
  }

  /** Those that end in this note. */
  private signalsIn({ items }: NoteIntent, before: readonly StoredAction[]): Signal[] {
    if (this.settings.NOTE_STYLE !== 'grouped') return [];
    return signalsOf([...before, ...items.map(readAction)], { since: before.length });
  }

  private summary(intent: NoteIntent): Note {
    const { sessionId, ref, items, madeAt, coversSince } = intent;
    const input = {
      sessionId,
      now: new Date(madeAt),
      ...(coversSince === null ? {} : { since: coversSince / 1000 }),
      ...readSummary(items[0] ?? '""'),
      ref,
      replay: this.replay(intent),
      late: lateOf(intent),
    };
    if (this.settings.NOTE_STYLE === 'recipe') return renderSummary(input);
    return renderGroupedSummary({ ...input, timeZone: this.settings.NOTE_TIME_ZONE });
  }

  private actions(intent: NoteIntent, signals: readonly Signal[]): Note {
    const { sessionId, ref, items, binned } = intent;
    const { NOTE_STYLE, NOTE_TIME_ZONE: timeZone, BIN_SECONDS } = this.settings;
    const input = { sessionId, actions: items.map(readAction), ref, replay: this.replay(intent), late: lateOf(intent) };
    if (NOTE_STYLE === 'grouped') return renderGrouped({ ...input, timeZone, signals });
    return renderNote({ ...input, binSeconds: binned ? BIN_SECONDS : 0 });
  }

  private replay({ sessionBeganAt }: NoteIntent): Replay | undefined {
    const template = this.settings.REPLAY_URL_TEMPLATE;
    return template ? { template, sessionStartedAt: sessionBeganAt / 1000 } : undefined;
  }
}

const lateOf = ({ failedAt }: NoteIntent) => (failedAt === null ? undefined : { originally: new Date(failedAt) });
