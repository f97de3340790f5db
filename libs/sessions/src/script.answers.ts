import { LINK_DECISIONS } from '@app/contracts';
import { answer, type Reader } from '@app/redis';

const { flag, named, nothing, number, oneOf, orNull, table, text, texts, word } = answer;

/** Of a fact that may not be: 0. */
const unlessZero: Reader<number | null> = (value, of) => number(value, of) || null;

/** The flush jobs that the caller must add. */
const flushes = table({ sessionKey: text, generation: number });
const linked = named({ decision: word(...LINK_DECISIONS), opened: flushes });

/**
 * What each script answers, by name. One that answers something else is an error that says what. A script is a file of `lua`, with its
 * arguments and its answer at its head.
 */
export const ANSWERS = {
  watchSilence: nothing,
  dueSilences: texts,
  endSilence: flag,
  /** A row for each event. */
  admit: table({ sessionKey: orNull(text), generation: number, quietMs: number }),
  appendOutboxes: flushes,
  begin: oneOf('do', {
    stop: {},
    wait: { ms: number },
    post: {
      ref: text,
      kind: word('actions', 'summary', 'stream-summary', 'late'),
      conversationId: text,
      sessionId: text,
      sessionBeganAt: number,
      sentAt: number,
      settledAt: number,
      tries: number,
      failure: text,
      binned: flag,
      now: number,
      failedAt: unlessZero,
      print: text,
      madeAt: number,
      coversSince: unlessZero,
      items: texts,
    },
  }),
  hurry: number,
  /** 1: armed, 0: another run owns it, -1: held. */
  arm: number,
  commit: named({ result: word('more', 'done', 'stale'), summary: orNull(number), redact: texts }),
  defer: flag,
  deadLetter: flag,
  deadLetterAdded: nothing,
  requeue: number,
  endSession: flag,
  voidIntent: flag,
  freeze: named({ covered: texts, before: texts, earlier: orNull(text) }),
  storeSummary: number,
  /** 1: yes, 0: dropped, -1: not known. */
  redactable: number,
  redacted: nothing,
  linkConversation: linked,
  setConversationState: linked,
  linkSession: linked,
  sweepOutboxes: texts,
  sweepHeld: flushes,
  sweepDue: named({
    next: number,
    due: table({ sessionKey: text, generation: number, eventId: text, overdueMs: number }),
  }),
  reopen: number,
  sweepEffects: table({
    sessionKey: text,
    conversationId: text,
    summary: orNull(number),
    redact: texts,
    deadLetters: texts,
  }),
  fence: nothing,
  traces: table({ of: word('s', 'c', 'd', 'full'), target: text }),
  owe: number,
  takeOver: nothing,
  eraseSession: oneOf('do', {
    wait: { ms: number, owed: number },
    look: { conversationId: text, ref: text, print: text, owed: number },
    erased: { existed: flag, owed: number },
  }),
  eraseDeadLetter: oneOf('do', { look: { conversationId: text, print: text }, erased: { existed: flag } }),
  eraseConversation: flag,
  moveContact: nothing,
  indexAll: nothing,
  sweepNames: nothing,
  sweepDead: table({ ref: text, actions: number }),
  /** A row for each job. */
  whereabouts: table({ sessionId: text, conversationId: text, kind: text }),
  park: flag,
  wake: flushes,
  hasten: flushes,
  longestPaused: orNull(text),
  summariseNow: oneOf('is', { nothing: {}, due: {}, asked: { summary: number } }),
  unlink: oneOf('is', { not_linked: {}, unlinked: { parts: texts } }),
  lookedFor: nothing,
  linkByHand: linked,
  muteConversation: flag,
  unmuteConversation: named({ muted: flag, opened: flushes }),
} satisfies Record<string, Reader<unknown>>;

export type ScriptName = keyof typeof ANSWERS;
export type Answers = { [N in ScriptName]: ReturnType<(typeof ANSWERS)[N]> };
