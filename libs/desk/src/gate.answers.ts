import { answer, type Reader } from '@app/redis';

const { flag, list, named, nothing, number, orNull, table, text, word } = answer;

/** Of those that wait: nobody moves, one of them tries, they go on. */
const step = word('stay', 'one', 'go');

/** `given`: how many turns; `amiss`: whether successes are to be told (0 no, 1 now and then, 2 this one; -1: not said). */
const turns = { code: number, wait: number, given: number, amiss: number };

/** 1: has its turn, 0: no word, 2: no turn; an error of its word fails nobody else. */
const said: Reader<number | Error> = (value, of) => (value instanceof Error ? value : number(value, of));

/** What each script of the gate answers, by name; its arguments are at its head. */
export const GATE_ANSWERS = {
  take: named(turns),
  'take-with': named({ ...turns, said: list(said) }),
  learn: nothing,
  ban: nothing,
  pause: nothing,
  /** 0: only this conversation waits, 1: its kind does, 2: its own failure. */
  refused: number,
  /** 1: an outage's. */
  failed: flag,
  passed: nothing,
  next: named({ note: step, read: step, call: flag, recovered: flag }),
  status: named({
    ban: number,
    why: orNull(text),
    limit: number,
    taken: number,
    budget: number,
    pauses: table({ scope: word('all', 'outage', 'note', 'read', 'redaction'), reason: text, since: number }),
  }),
} satisfies Record<string, Reader<unknown>>;

export type GateScript = keyof typeof GATE_ANSWERS;
export type GateAnswers = { [N in GateScript]: ReturnType<(typeof GATE_ANSWERS)[N]> };
