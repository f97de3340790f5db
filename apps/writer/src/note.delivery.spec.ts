import type { Settings } from '@app/config';
import { type CallOutcome, type DeskCalls, DeskError, type DeskFailure, type FoundNote, type Verdict } from '@app/desk';
import type { EffectQueues } from '@app/queues';
import type { FlushStore, NoteIntent, SignalStore } from '@app/sessions';
import type { Telemetry } from '@app/telemetry';
import { NoteDelivery } from './note.delivery';
import { NoteText } from './note.text';

const settings = { BIN_SECONDS: 3, NOTE_STYLE: 'recipe' } as Settings;
const text = new NoteText(settings, {} as SignalStore);
const intent = (fields: Partial<NoteIntent> = {}): NoteIntent => ({
  do: 'post',
  ref: 'r',
  kind: 'actions',
  conversationId: '7',
  sessionId: 's',
  sessionBeganAt: 0,
  sentAt: 0,
  settledAt: 0,
  tries: 0,
  failure: '',
  binned: false,
  now: 100_000,
  failedAt: null,
  coversSince: null,
  print: '',
  madeAt: 10_000,
  items: ['1|10|{"i":0,"type":"click","text":"a","ts":1,"url":""}'],
  ...fields,
});
const holding = (...ids: string[]): CallOutcome<FoundNote | null> => {
  const [noteId, ...copies] = ids;
  return { did: 'answer', value: noteId === undefined ? null : { noteId, copies } };
};
const unknown = (over = false): DeskFailure => ({ is: 'unknown', over, ours: false });
const fails = (verdict: Verdict, failure: DeskFailure): CallOutcome<never> => ({
  did: 'fail',
  verdict,
  error: new DeskError('x', { failure, reason: 'x' }),
});
const retry = (reason: string): Verdict => ({ do: 'retry', afterMs: 1_000, reason, ambiguous: true });
const paused: CallOutcome<never> = { did: 'defer', ms: 900, reason: 'paused' };

const sessions = {
  deadLetter: jest.fn(),
  arm: jest.fn(),
  commit: jest.fn(),
  defer: jest.fn(),
  park: jest.fn(),
  endSession: jest.fn(),
};
const calls = { postNote: jest.fn(), findNote: jest.fn(), offers: jest.fn() };
const effects = { deadLetter: jest.fn(), redact: jest.fn(), summarise: jest.fn() };
const delivery = new NoteDelivery(
  sessions as unknown as FlushStore,
  calls as unknown as DeskCalls,
  text,
  effects as unknown as EffectQueues,
  { record: () => undefined } as unknown as Telemetry,
);
const { signal } = new AbortController();
const deliver = (fields: Partial<NoteIntent> = {}) =>
  delivery.deliver(intent(fields), { sessionKey: 'k', owner: 'o', stopping: signal, abort: signal });
/** It was sent, and can be looked for. */
const SENT = { sentAt: 80_000, settledAt: 92_000 };

beforeEach(() => {
  jest.resetAllMocks();
  calls.offers.mockReturnValue(true);
  for (const done of [sessions.deadLetter, sessions.defer, sessions.park]) done.mockResolvedValue(true);
  sessions.commit.mockResolvedValue({ result: 'done', summary: null, redact: [] });
});

describe('the delivery of a note', () => {
  it('records the part that the answer holds', async () => {
    calls.postNote.mockResolvedValue(holding('11'));
    expect(await deliver()).toBe('stop');
    expect(sessions.commit.mock.calls).toEqual([['k', 'r', '11']]);
    expect(calls.findNote).not.toHaveBeenCalled();
  });

  it('a second POST is followed by one more look, and further copies are redacted', async () => {
    calls.findNote.mockResolvedValueOnce(holding()).mockResolvedValueOnce(holding('10', '11'));
    calls.postNote.mockResolvedValue(holding('11'));
    sessions.commit.mockResolvedValueOnce({ result: 'done', summary: null, redact: [] });
    sessions.commit.mockResolvedValueOnce({ result: 'stale', summary: null, redact: ['11'] });
    await deliver(SENT);
    expect(sessions.commit.mock.calls).toEqual([
      ['k', 'r', '10'],
      ['k', 'r', '11'],
    ]);
    expect(effects.redact).toHaveBeenCalledWith('k', '7', ['11']);
  });

  it('believes the answer of a second POST where that look fails', async () => {
    calls.findNote.mockResolvedValueOnce(holding()).mockResolvedValueOnce(paused);
    calls.postNote.mockResolvedValue(holding('11'));
    await deliver(SENT);
    expect(sessions.commit.mock.calls).toEqual([['k', 'r', '11']]);
  });

  it.each([
    ['a call that broke', 'unknown', unknown()],
    ['an error of the desk itself', 'answered', unknown(true)],
  ])('after %s the note may be stored: %s', async (_, known, failure) => {
    calls.postNote.mockResolvedValue(fails(retry('http'), failure));
    await deliver();
    expect(sessions.defer).toHaveBeenCalledWith('k', 'o', 1_000, known, 'http');
  });

  it('looks for nothing before it is settled', async () => {
    expect(await deliver({ sentAt: 99_000, settledAt: 111_000 })).toEqual({ laterMs: 11_000 });
    expect(calls.findNote).not.toHaveBeenCalled();
  });

  it('spends no attempt on a failed look-up, however often', async () => {
    calls.findNote.mockResolvedValue(fails(retry('http_503'), unknown()));
    expect(await deliver({ ...SENT, tries: 7 })).toEqual({ laterMs: 10_000 });
    expect(sessions.defer).toHaveBeenCalledWith('k', 'o', 10_000, 'read', null);
    expect(sessions.deadLetter).not.toHaveBeenCalled();
  });

  it('is given up only after a look that is final', async () => {
    calls.postNote.mockResolvedValue(
      fails({ do: 'fail', reason: 'attempts_spent: http_503', ambiguous: true }, unknown()),
    );
    await deliver({ tries: 7 });
    expect(sessions.deadLetter).not.toHaveBeenCalled();
    expect(sessions.defer).toHaveBeenCalledWith('k', 'o', 1_000, 'unknown', 'attempts_spent: http_503');
    calls.findNote.mockResolvedValue(holding());
    await deliver({ ...SENT, tries: 8, failure: 'http_503' });
    expect(sessions.deadLetter).toHaveBeenCalledWith('k', 'r', 'o', 'attempts_spent: http_503');
    expect(calls.postNote).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['before it was sent', {}, () => calls.postNote.mockResolvedValue(paused), ['note', 'unsent']],
    ['where it is looked for', SENT, () => calls.findNote.mockResolvedValue(paused), ['read', 'read']],
    [
      'by an outage that it meets',
      {},
      () =>
        calls.postNote.mockResolvedValue(
          fails({ do: 'pause', afterMs: 1, reason: 'http_503', ambiguous: true }, unknown()),
        ),
      ['note', 'unknown'],
    ],
    [
      'by its refusal',
      {},
      () =>
        calls.postNote.mockResolvedValue(
          fails({ do: 'pause', afterMs: 1, reason: 'forbidden', ambiguous: false }, { is: 'refused' }),
        ),
      ['note', 'unsent'],
    ],
  ])('leaves the queue without a plan while such calls are paused: %s', async (_, fields, given, parked) => {
    given();
    expect(await deliver(fields)).toBe('stop');
    expect(sessions.park.mock.calls).toEqual([['k', 'o', ...parked]]);
    expect(sessions.defer).not.toHaveBeenCalled();
  });

  it.each([
    ['breaks', fails(retry('timeout'), unknown())],
    ['meets an outage', fails({ do: 'pause', afterMs: 1, reason: 'http_503', ambiguous: true }, unknown())],
    ['is the last one', fails({ do: 'fail', reason: 'attempts_spent', ambiguous: true }, unknown())],
    ['shows no note', holding()],
  ])('at a desk that cannot be searched, a note whose POST %s is not posted again', async (_, outcome) => {
    calls.offers.mockReturnValue(false);
    calls.postNote.mockResolvedValue(outcome);
    expect(await deliver()).toBe('again');
    expect(sessions.deadLetter).toHaveBeenCalledWith(
      'k',
      'r',
      'o',
      expect.stringContaining('may be in the conversation'),
    );
    expect(sessions.defer).not.toHaveBeenCalled();
  });

  it('at such a desk, a note whose process was killed is not posted again, but where a person sends it again', async () => {
    calls.offers.mockReturnValue(false);
    calls.postNote.mockResolvedValue(holding('11'));
    await deliver(SENT);
    expect(calls.postNote).not.toHaveBeenCalled();
    expect(sessions.deadLetter).toHaveBeenCalledTimes(1);
    await deliver({ kind: 'late', sentAt: 1 });
    expect(calls.postNote).toHaveBeenCalledTimes(1);
    expect(calls.findNote).toHaveBeenCalledTimes(0);
  });

  it('waits alone where only its conversation is refused', async () => {
    calls.postNote.mockResolvedValue(fails({ do: 'hold', afterMs: 20_000, reason: 'forbidden' }, { is: 'refused' }));
    expect(await deliver()).toEqual({ laterMs: 20_000 });
    expect(sessions.defer).toHaveBeenCalledWith('k', 'o', 20_000, 'unsent', null);
  });
});
