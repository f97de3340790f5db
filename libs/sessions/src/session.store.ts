import type { Redis } from 'ioredis';
import type { LinkDecision } from '@app/contracts';
import { emailKeyOf, sessionKeyOf, userKeyOf } from '@app/redis';
import { CorrectionStore } from './correction.store';
import { ErasureStore } from './erasure.store';
import { readProse, storedSummary } from './session.items';
import type { SessionRules } from './session.rules';
import { lastWordOf, sessionScripts, type RunScript, type ScriptArgument } from './session.scripts';
import { lastActions, type LastActions } from './session.last';
import { linked, pairs } from './script.answers';
import type {
  AdmissibleEvent,
  AdmittedEvent,
  CameAt,
  CommitResult,
  Effects,
  FlushStep,
  Linked,
  LinkRequest,
  NoteKind,
  OpenedFlush,
  OverdueFlush,
  StateChange,
  StoredSummary,
  SummarySource,
  Whereabouts,
} from './session.types';

/**
 * The state of all sessions, in Redis. Every method is one atomic script; together they promise: an admitted action is in exactly one
 * note, notes of a session are in the order of admission with one in flight, a session's first link is kept, and only parts that were
 * recorded here are ever named for redaction. Throws what ioredis throws when Redis is away; then nothing has changed or all of it has.
 */
export class SessionStore {
  private readonly run: RunScript;
  /** As `arm`, asked in one step with the turn, for `DeskCalls`; its arguments are those of `arm`. */
  readonly lastWord: ReturnType<typeof lastWordOf>;
  /** What only an erasure asks and does. */
  readonly erasing: ErasureStore;
  /** What a person says against the rules. */
  readonly correcting: CorrectionStore;

  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    private readonly productId: string,
    rules: SessionRules,
  ) {
    this.run = sessionScripts(redis, prefix, rules);
    this.lastWord = lastWordOf(rules);
    this.erasing = new ErasureStore(redis, prefix, this.run);
    this.correcting = new CorrectionStore(redis, prefix, this.run);
  }

  keyOf = (sessionId: string) => sessionKeyOf(this.productId, sessionId);

  /**
   * Takes events in, once each. The caller adds a job for every new event: that of one which opened a generation flushes it. The session
   * key is that of the session id for the first user of that, another for each further one.
   */
  async admit(events: AdmissibleEvent[]): Promise<AdmittedEvent[]> {
    const args: ScriptArgument[] = [];
    for (const e of events) {
      args.push(
        this.keyOf(e.sessionId),
        Buffer.from(e.eventId, 'hex'),
        e.sessionId,
        userKeyOf(e.userId),
        emailKeyOf(e.email),
        e.conversationId ?? '',
        e.items.join('\n'),
      );
    }
    const flat = (await this.run('admit', ...args)) as (number | string)[];
    return events.map((_, i) => {
      const part = flat[3 * i];
      return {
        sessionKey: typeof part === 'string' ? part : part === 1 ? String(args[7 * i]) : null,
        generation: Number(flat[3 * i + 1]),
        quietMs: Number(flat[3 * i + 2]),
      };
    });
  }

  /** Moves what version 0.1.0 had admitted into the buffers of these sessions. Returns the flushes to add. */
  async appendOutboxes(sessionKeys: string[]): Promise<OpenedFlush[]> {
    if (sessionKeys.length === 0) return [];
    const opened = (await this.run('appendOutboxes', ...sessionKeys)) as number[];
    return pairs(sessionKeys.flatMap((sessionKey, i) => [sessionKey, opened[i] ?? 0]));
  }

  async begin(sessionKey: string, generation: number, owner: string, freshRef: string): Promise<FlushStep> {
    const [what, ...rest] = (await this.run('begin', sessionKey, generation, owner, freshRef)) as [
      string,
      ...(string | number)[],
    ];
    if (what === 'stop') return { do: 'stop' };
    if (what === 'wait') return { do: 'wait', ms: Number(rest[0]) };
    const [
      ref,
      kind,
      conversationId,
      sessionId,
      began,
      sent,
      settled,
      tries,
      bins,
      now,
      failed,
      failure,
      print,
      made,
      since,
      ...items
    ] = rest;
    return {
      do: 'post',
      ref: String(ref),
      kind: kind as NoteKind,
      conversationId: String(conversationId),
      sessionId: String(sessionId),
      sessionBeganAt: Number(began),
      sentAt: Number(sent),
      settledAt: Number(settled),
      tries: Number(tries),
      failure: String(failure),
      binned: bins === 1,
      now: Number(now),
      failedAt: Number(failed) || null,
      print: String(print),
      madeAt: Number(made),
      coversSince: Number(since) || null,
      items: items.map(String),
    };
  }

  /** Signals are known in what waits, an error among them or not; when the newest of them came. Returns the flush to add; generation 0: none. */
  async hurry(sessionKey: string, sign: CameAt = 'now', error?: CameAt): Promise<OpenedFlush> {
    return { sessionKey, generation: Number(await this.run('hurry', sessionKey, sign, error ?? '')) };
  }

  lastActions = (sessionKey: string, count: number): Promise<LastActions> =>
    lastActions(this.redis, this.prefix, sessionKey, count);

  /** Another action moves it: what is due is a session that did nothing for so long. */
  watchSilence = async (sessionKey: string, ms: number): Promise<void> =>
    void (await this.run('watchSilence', sessionKey, ms));

  /** The oldest 100. */
  dueSilences = async (): Promise<string[]> => (await this.run('dueSilences')) as string[];

  /** False: somebody else has ended it, or an action moved it meanwhile. */
  endSilence = async (sessionKey: string): Promise<boolean> => (await this.run('endSilence', sessionKey)) === 1;

  /** The last word before the request once more. `print`: of the note that is about to be sent. */
  async arm(sessionKey: string, ref: string, owner: string, print = ''): Promise<'armed' | 'fenced' | 'held'> {
    const answer = (await this.run('arm', sessionKey, ref, owner, print)) as number;
    return answer === 1 ? 'armed' : answer === -1 ? 'held' : 'fenced';
  }

  async commit(sessionKey: string, ref: string, partId: string): Promise<CommitResult> {
    const [result, summary, ...redact] = (await this.run('commit', sessionKey, ref, partId)) as [
      CommitResult['result'],
      number,
      ...string[],
    ];
    return { result, summary: summary < 0 ? null : summary, redact };
  }

  /** Plans the next try. `failure`: why an attempt was used up, null: none was. False: another run owns the session. */
  async defer(
    sessionKey: string,
    owner: string,
    ms: number,
    outcome: 'unsent' | 'unknown' | 'answered' | 'read',
    failure: string | null,
  ): Promise<boolean> {
    const planned = Math.max(0, Math.round(ms));
    return (
      (await this.run('defer', sessionKey, owner, planned, outcome, failure === null ? 0 : 1, failure ?? '')) === 1
    );
  }

  /** Such calls are paused: the session waits, without a job, for `wake`. False: another run owns it. */
  async park(
    sessionKey: string,
    owner: string,
    waitsFor: 'note' | 'read',
    outcome: 'unsent' | 'unknown' | 'answered' | 'read',
  ): Promise<boolean> {
    return (await this.run('park', sessionKey, owner, waitsFor, outcome)) === 1;
  }

  /** Lets sessions go on that waited the longest for such calls; none when some were let go within the last `everyMs`. */
  wake = async (waitsFor: 'note' | 'read', count: number, everyMs: number): Promise<OpenedFlush[]> =>
    pairs((await this.run('wake', waitsFor, count, everyMs)) as unknown[]);

  /** Ends the planned waits of sessions whose last try failed; at most 1,000 at a time. */
  hasten = async (): Promise<OpenedFlush[]> => pairs((await this.run('hasten')) as unknown[]);

  /** The conversation of the session that has been paused the longest, or null. */
  longestPaused = async (): Promise<string | null> => (await this.run('longestPaused')) as string | null;

  async bury(sessionKey: string, ref: string, owner: string, reason: string): Promise<boolean> {
    return (await this.run('bury', sessionKey, ref, owner, reason)) === 1;
  }

  /** The text of this intent is gone. False: another run owns the session. */
  voidIntent = async (sessionKey: string, ref: string, owner: string): Promise<boolean> =>
    (await this.run('voidIntent', sessionKey, ref, owner)) === 1;

  buried = async (sessionKey: string, ref: string): Promise<void> => void (await this.run('buried', sessionKey, ref));

  /** Generation to flush; 0 when the conversation is closed (it goes out when it opens); null when the note is gone. */
  async exhume(sessionKey: string, ref: string): Promise<number | null> {
    const generation = Number(await this.run('exhume', sessionKey, ref));
    return generation < 0 ? null : generation;
  }

  async endSession(sessionKey: string, owner = ''): Promise<boolean> {
    return (await this.run('endSession', sessionKey, owner)) === 1;
  }

  /** What summary `k` is written from; nothing covered when it is not due any more. */
  async freeze(sessionKey: string, k: number): Promise<SummarySource> {
    const [covered, before, earlier] = (await this.run('freeze', sessionKey, k)) as [string[], string[], string];
    return { covered, before, earlier: earlier ? readProse(earlier) : null };
  }

  /** Somebody asks for a summary of what none covers yet: its number, whose job the caller adds. */
  async summariseNow(sessionKey: string): Promise<{ asked: number } | 'due' | 'nothing'> {
    const [what, k] = (await this.run('summariseNow', sessionKey)) as ['asked' | 'due' | 'nothing', number];
    return what === 'asked' ? { asked: Number(k) } : what;
  }

  async storeSummary(sessionKey: string, k: number, summary: StoredSummary): Promise<number> {
    return Number(await this.run('storeSummary', sessionKey, k, storedSummary(summary), summary.by));
  }

  /** By what is recorded; `dropped`: it was pending, and REDACT is off. `''` as session key: an erasure's. */
  async redactable(sessionKey: string, partId: string, conversationId: string): Promise<'yes' | 'dropped' | 'unknown'> {
    const answer = await this.run('redactable', sessionKey, partId, conversationId);
    return answer === 1 ? 'yes' : answer === 0 ? 'dropped' : 'unknown';
  }

  redacted = async (sessionKey: string, partId: string): Promise<void> =>
    void (await this.run('redacted', sessionKey, partId));

  async linkConversation(request: LinkRequest): Promise<Linked> {
    const { notificationId, conversationId, state, stateAt, sessionId, externalId, email, contactId } = request;
    const sessionKey = sessionId ? this.keyOf(sessionId) : '';
    const args = [
      notificationId ?? '',
      conversationId,
      state ?? '',
      stateAt,
      sessionKey,
      sessionId ?? '',
      userKeyOf(externalId),
      emailKeyOf(email),
      contactId,
      request.unprovenEmail ? 1 : 0,
    ];
    return linked(await this.run('linkConversation', ...args));
  }

  async setConversationState(change: StateChange): Promise<Linked> {
    const args = [change.notificationId ?? '', change.conversationId, change.state, change.stateAt];
    return linked(await this.run('setConversationState', ...args));
  }

  /** Links by what a browser claims, where the session is that contact's: same user id, or same e-mail where one of them has no user id. */
  async linkSession(
    sessionId: string,
    conversationId: string,
    contact: { externalId: string; email: string },
  ): Promise<Linked> {
    const who = [userKeyOf(contact.externalId), emailKeyOf(contact.email)];
    const how: LinkDecision = 'linked_by_browser';
    return linked(await this.run('linkSession', this.keyOf(sessionId), conversationId, how, ...who));
  }

  sweepOutboxes = async () => (await this.run('sweepOutboxes')) as string[];

  /** Opens what is held back no more. */
  sweepHeld = async () => pairs((await this.run('sweepHeld')) as unknown[]);

  /** Sessions with an open generation that are overdue, as many as there are. */
  async *sweepDue(): AsyncGenerator<OverdueFlush[]> {
    for (let skip = 0; skip >= 0;) {
      const [next, ...rows] = (await this.run('sweepDue', skip)) as [number, ...[string, number, string, number][]];
      yield rows.map(([sessionKey, generation, eventId, overdueMs]) => ({
        sessionKey,
        generation,
        eventId,
        overdueMs,
      }));
      skip = next;
    }
  }

  /** Opens the next generation in place of this one. 0: another is current. */
  reopen = async (sessionKey: string, generation: number): Promise<number> =>
    Number(await this.run('reopen', sessionKey, generation));

  async sweepEffects(): Promise<Effects[]> {
    const rows = (await this.run('sweepEffects')) as [string, string, number, string[], string[]][];
    return rows.map(([sessionKey, conversationId, summary, redact, bury]) => ({
      sessionKey,
      conversationId,
      summary: summary < 0 ? null : summary,
      redact,
      bury,
    }));
  }

  sweepNames = async (): Promise<void> => void (await this.run('sweepNames'));

  /** Dead letters whose time is over, and how many actions were lost with each. */
  async sweepDead(): Promise<{ ref: string; actions: number }[]> {
    const flat = (await this.run('sweepDead')) as (string | number)[];
    return flat.flatMap((ref, i) => (i % 2 === 0 ? [{ ref: String(ref), actions: Number(flat[i + 1]) }] : []));
  }

  /** Actions of dead letters that nobody sent again in time, of all sessions. */
  expired = async (): Promise<number> =>
    Number((await this.redis.hget(`${this.prefix}:dropped`, 'dead_letter_expired')) ?? 0);

  /** Whether an erasure waits for this part to be redacted. */
  owes = async (partId: string): Promise<boolean> => (await this.redis.hexists(`${this.prefix}:owed`, partId)) === 1;

  /** Unix ms up to which a person's writing in this conversation was dealt with; 0: never. */
  heardUntil = async (conversationId: string): Promise<number> =>
    Number((await this.redis.hget(`${this.prefix}:c:${conversationId}`, 'heard')) ?? 0);

  async whereabouts(jobs: { sessionKey: string; ref: string }[]): Promise<Whereabouts[]> {
    const rows = await this.run('whereabouts', ...jobs.flatMap(({ sessionKey, ref }) => [sessionKey, ref]));
    return (rows as string[][]).map(([sessionId = '', conversationId = '', kind = '']) => ({
      sessionId,
      conversationId,
      kind,
    }));
  }
}

/** The same store on the connection that fails within about a second when Redis is away: for HTTP requests that must be answered. */
export class FastSessionStore extends SessionStore {}
