import { Injectable } from '@nestjs/common';
import { DeskCalls } from '@app/desk';
import { EffectQueues } from '@app/queues';
import { FlushStore, type NoteIntent, type StoredAction } from '@app/sessions';
import { Telemetry } from '@app/telemetry';
import { NoteAttempt } from './note.attempt';
import { MAX_TRIES, NOBODY_KNOWS } from './note.decision';
import { type Next, NoteInSession, type Run } from './note.session';
import { NoteText, type RenderedNote } from './note.text';

/** So a note is stamped that a person sends again: it was sent once, long ago. */
const SENT_LONG_AGO = 1;

/**
 * Brings one intended note into its conversation, effectively once: an intent that may have been posted is looked for by its ref
 * before it is posted (again), the run is armed directly before the request, and a part is recorded only when it was read back as
 * our own note with this ref. At most once where the desk cannot be asked for a note: one that may have been posted is a dead letter.
 */
@Injectable()
export class NoteDelivery {
  constructor(
    private readonly sessions: FlushStore,
    private readonly desk: DeskCalls,
    private readonly text: NoteText,
    private readonly effects: EffectQueues,
    private readonly telemetry: Telemetry,
  ) {}

  async deliver(given: NoteIntent, run: Run): Promise<Next> {
    const note = this.render(given, await this.text.contextOf(given, run.sessionKey));
    const rendered = typeof note === 'object' ? note : { print: '', signals: [] };
    const intent = { ...given, print: given.print || rendered.print };
    const { sessions, effects, telemetry } = this;
    const session = new NoteInSession(intent, run, rendered.signals, { sessions, effects, telemetry });
    const attempt = new NoteAttempt(intent, run, session, this.desk, sessions);
    const deadLetter = (reason: string) => session.take({ do: 'dead-letter', reason });
    const looks = this.desk.offers('findNote');
    if (intent.sentAt > SENT_LONG_AGO && !looks) return deadLetter(NOBODY_KNOWS);
    if (intent.sentAt > 0 && looks) {
      const found = await attempt.lookFor();
      if (found !== 'absent') return found;
    }
    if (note === 'without_text') return session.giveUp();
    // That was the last look, at a time at which it is final.
    if (intent.tries > MAX_TRIES) return deadLetter(`attempts_spent: ${intent.failure}`);
    if (note === 'unreadable') return deadLetter('its text cannot be rendered');
    return attempt.post(note);
  }

  /** What cannot be rendered now never will be: it must not be tried for ever. */
  private render(intent: NoteIntent, before: StoredAction[]): RenderedNote | 'without_text' | 'unreadable' {
    if (intent.items.length === 0) return 'without_text';
    try {
      return this.text.of(intent, before);
    } catch {
      return 'unreadable';
    }
  }
}
