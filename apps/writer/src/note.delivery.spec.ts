import type { Settings } from '@app/config';
import { type CallOutcome, type IntercomCalls, IntercomError, type Verdict } from '@app/intercom';
import type { EffectQueues } from '@app/queues';
import type { NoteIntent, SessionStore } from '@app/sessions';
import type { Telemetry } from '@app/telemetry';
import { NoteDelivery } from './note.delivery';
import { NoteText } from './note.text';

const settings = { INTERCOM_ADMIN_ID: '1', BIN_SECONDS: 3, NOTE_STYLE: 'recipe' } as Settings;
const text = new NoteText(settings, {} as SessionStore);
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
const { html } = text.of(intent());
const conversation = (...ids: string[]): CallOutcome => {
  const parts = ids.map((id) => ({ id, part_type: 'note', author: { type: 'admin', id: '1' }, body: html }));
  return {
    did: 'answer',
    response: { status: 200, rate: null, body: { conversation_parts: { conversation_parts: parts } } },
  };
};
const fails = (verdict: Verdict, status: number | null): CallOutcome => ({
  did: 'fail',
  verdict,
  error: new IntercomError(status === null ? { call: 'x', kind: 'timeout' } : { call: 'x', kind: 'http', status }),
});
const retry = (reason: string): Verdict => ({ do: 'retry', afterMs: 1_000, reason, ambiguous: true });
const paused: CallOutcome = { did: 'defer', ms: 900, reason: 'paused' };

const sessions = {
  bury: jest.fn(),
  arm: jest.fn(),
  commit: jest.fn(),
  defer: jest.fn(),
  park: jest.fn(),
  endSession: jest.fn(),
};
const calls = { postNote: jest.fn(), conversation: jest.fn() };
const effects = { bury: jest.fn(), redact: jest.fn(), summarise: jest.fn() };
const delivery = new NoteDelivery(
  settings,
  sessions as unknown as SessionStore,
  calls as unknown as IntercomCalls,
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
  for (const done of [sessions.bury, sessions.defer, sessions.park]) done.mockResolvedValue(true);
  sessions.commit.mockResolvedValue({ result: 'done', summary: null, redact: [] });
});

describe('the delivery of a note', () => {
  it('records the part that the answer holds', async () => {
    calls.postNote.mockResolvedValue(conversation('11'));
    expect(await deliver()).toBe('stop');
    expect(sessions.commit.mock.calls).toEqual([['k', 'r', '11']]);
    expect(calls.conversation).not.toHaveBeenCalled();
  });

  it('a second POST is followed by one more look, and further copies are redacted', async () => {
    calls.conversation.mockResolvedValueOnce(conversation()).mockResolvedValueOnce(conversation('10', '11'));
    calls.postNote.mockResolvedValue(conversation('11'));
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
    calls.conversation.mockResolvedValueOnce(conversation()).mockResolvedValueOnce(paused);
    calls.postNote.mockResolvedValue(conversation('11'));
    await deliver(SENT);
    expect(sessions.commit.mock.calls).toEqual([['k', 'r', '11']]);
  });

  it.each([
    [503, 'unknown'],
    [504, 'unknown'],
    [408, 'unknown'],
    [null, 'unknown'],
    [500, 'answered'],
  ])('after %s the note may be stored: %s', async (status, known) => {
    calls.postNote.mockResolvedValue(fails(retry('http'), status));
    await deliver();
    expect(sessions.defer).toHaveBeenCalledWith('k', 'o', 1_000, known, 'http');
  });

  it('looks for nothing before it is settled', async () => {
    expect(await deliver({ sentAt: 99_000, settledAt: 111_000 })).toEqual({ laterMs: 11_000 });
    expect(calls.conversation).not.toHaveBeenCalled();
  });

  it('spends no attempt on a failed look-up, however often', async () => {
    calls.conversation.mockResolvedValue(fails(retry('http_503'), 503));
    expect(await deliver({ ...SENT, tries: 7 })).toEqual({ laterMs: 10_000 });
    expect(sessions.defer).toHaveBeenCalledWith('k', 'o', 10_000, 'read', null);
    expect(sessions.bury).not.toHaveBeenCalled();
  });

  it('is given up only after a look that is final', async () => {
    calls.postNote.mockResolvedValue(fails({ do: 'fail', reason: 'attempts_spent: http_503', ambiguous: true }, 503));
    await deliver({ tries: 7 });
    expect(sessions.bury).not.toHaveBeenCalled();
    expect(sessions.defer).toHaveBeenCalledWith('k', 'o', 1_000, 'unknown', 'attempts_spent: http_503');
    calls.conversation.mockResolvedValue(conversation());
    await deliver({ ...SENT, tries: 8, failure: 'http_503' });
    expect(sessions.bury).toHaveBeenCalledWith('k', 'r', 'o', 'attempts_spent: http_503');
    expect(calls.postNote).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['before it was sent', {}, () => calls.postNote.mockResolvedValue(paused), ['note', 'unsent']],
    ['where it is looked for', SENT, () => calls.conversation.mockResolvedValue(paused), ['read', 'read']],
    [
      'by an outage that it meets',
      {},
      () =>
        calls.postNote.mockResolvedValue(fails({ do: 'pause', afterMs: 1, reason: 'http_503', ambiguous: true }, 503)),
      ['note', 'unknown'],
    ],
    [
      'by its refusal',
      {},
      () =>
        calls.postNote.mockResolvedValue(
          fails({ do: 'pause', afterMs: 1, reason: 'forbidden', ambiguous: false }, 403),
        ),
      ['note', 'unsent'],
    ],
  ])('leaves the queue without a plan while such calls are paused: %s', async (_, fields, given, parked) => {
    given();
    expect(await deliver(fields)).toBe('stop');
    expect(sessions.park.mock.calls).toEqual([['k', 'o', ...parked]]);
    expect(sessions.defer).not.toHaveBeenCalled();
  });

  it('waits alone where only its conversation is refused', async () => {
    calls.postNote.mockResolvedValue(fails({ do: 'hold', afterMs: 20_000, reason: 'forbidden' }, 403));
    expect(await deliver()).toEqual({ laterMs: 20_000 });
    expect(sessions.defer).toHaveBeenCalledWith('k', 'o', 20_000, 'unsent', null);
  });
});
