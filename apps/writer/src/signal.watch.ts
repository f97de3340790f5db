import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { FlushQueue } from '@app/queues';
import { type CameAt, SignalStore, type StoredAction } from '@app/sessions';
import { isOfError, SIGNAL_CONTEXT, signalsOf, SILENCE_S, type Signal, type SignalAction } from '@app/signals';
import { Telemetry } from '@app/telemetry';

const sawError = (actions: readonly SignalAction[]) =>
  signalsOf(actions.slice(-SIGNAL_CONTEXT)).some(({ kind }) => kind === 'error');

/** When the payload came that completed the newest of these signals: `now` for the newest payload; undefined without a signal. */
function arrivalOf(signals: readonly Signal[], actions: readonly StoredAction[]): CameAt | undefined {
  if (signals.length === 0) return undefined;
  const at = Math.max(...signals.map(({ to }) => to));
  const isNewest = !actions.slice(at + 1).some(({ f }) => f !== undefined);
  const begins = actions.findLast(({ f }, n) => n <= at && f !== undefined);
  return isNewest ? 'now' : (begins?.f ?? 'now');
}

/**
 * Looks at what waits in a session when a payload has come: a sign of trouble does not wait for quiet. Only in presets that make readers
 * wait; recipe's notes are there within three seconds anyway. The clock of a silence after an error is in Redis, and the sweep reads it:
 * it survives every process.
 */
@Injectable()
export class SignalWatch {
  private readonly on: boolean;

  constructor(
    settings: Settings,
    private readonly sessions: SignalStore,
    private readonly flushes: FlushQueue,
    private readonly telemetry: Telemetry,
  ) {
    this.on = settings.NOTE_PRESET === 'calm' || settings.NOTE_PRESET === 'quiet';
  }

  async look(sessionKey: string): Promise<void> {
    if (!this.on) return;
    const { linked, posted, waiting } = await this.sessions.lastActions(sessionKey, SIGNAL_CONTEXT);
    if (!linked || waiting.length === 0) return;
    const all = [...posted, ...waiting];
    const signals = signalsOf(all, { since: posted.length });
    const came = arrivalOf(signals, all);
    if (came !== undefined) await this.hurry(sessionKey, came, arrivalOf(signals.filter(isOfError), all));
    if (sawError(all)) await this.sessions.watchSilence(sessionKey, SILENCE_S * 1000);
  }

  /** Sessions that were silent for long enough after an error. */
  async silences(): Promise<void> {
    if (!this.on) return;
    for (const sessionKey of await this.sessions.dueSilences()) await this.silence(sessionKey);
  }

  private async silence(sessionKey: string): Promise<void> {
    const { linked, posted, waiting } = await this.sessions.lastActions(sessionKey, SIGNAL_CONTEXT);
    const actions = [...posted, ...waiting];
    const last = actions.at(-1);
    const now = Date.now() / 1000;
    // By the time of the action itself, which may have been on its way for a while.
    const leftS = last && linked && sawError(actions) ? last.ts + SILENCE_S - now : 0;
    if (leftS > 0) return this.sessions.watchSilence(sessionKey, Math.min(leftS, SILENCE_S) * 1000);
    const silent =
      linked &&
      signalsOf(actions, { now }).some(({ kind, to }) => kind === 'silence_after_error' && to === actions.length - 1);
    if (silent && waiting.length > 0) await this.hurry(sessionKey);
    // Last, so that a kill before it only repeats the look.
    if ((await this.sessions.endSilence(sessionKey)) && silent)
      this.telemetry.record({ what: 'signal', kind: 'silence_after_error', sessionKey });
  }

  private async hurry(sessionKey: string, ...came: [sign?: CameAt, error?: CameAt]): Promise<void> {
    await this.flushes.open([await this.sessions.hurry(sessionKey, ...came)]);
  }
}
