import { type CallOutcome, type DeskCalls, DeskError, type Verdict } from '@app/desk';
import type { RedactionStore } from '@app/sessions';
import type { Telemetry } from '@app/telemetry';
import { Logger } from '@nestjs/common';
import { RedactHandler } from './redact.handler';
import { Halted, Postponed, Refused, type HandlerContext } from './worker.fleet';

const sessions = { redactable: jest.fn(), redacted: jest.fn(), owes: jest.fn() };
const redact = jest.fn();
const record = jest.fn();
const handler = new RedactHandler(
  sessions as unknown as RedactionStore,
  { redact } as unknown as DeskCalls,
  { record } as unknown as Telemetry,
);
const job = { sessionKey: 's', conversationId: '7', partId: '11' };
const handle = () => handler.handle(job, { attempts: 0 } as HandlerContext);
const error = new DeskError('x', { failure: { is: 'unknown', over: false, ours: false }, reason: 'http_503' });
const fails = (verdict: Verdict): CallOutcome => ({ did: 'fail', verdict, error });
const outcome = () => (record.mock.lastCall?.[0] as { outcome: string } | undefined)?.outcome;

beforeAll(() => Logger.overrideLogger(false));
beforeEach(() => {
  jest.resetAllMocks();
  sessions.redactable.mockResolvedValue('yes');
  sessions.owes.mockResolvedValue(false);
});

describe('a redaction', () => {
  it('is made for a part that is recorded, and forgotten once it is done', async () => {
    redact.mockResolvedValue({ did: 'answer', value: undefined });
    await handle();
    expect(redact.mock.calls[0]?.slice(0, 2)).toEqual(['7', '11']);
    expect(sessions.redacted).toHaveBeenCalledWith('s', '11');
    expect(outcome()).toBe('redacted');
  });

  it.each([
    ['dropped', 'dropped'],
    ['unknown', 'not_recorded'],
  ])('is not made by the job alone: %s', async (allowed, said) => {
    sessions.redactable.mockResolvedValue(allowed);
    await handle();
    expect(redact).not.toHaveBeenCalled();
    expect(outcome()).toBe(said);
  });

  it('of a part that is gone is done', async () => {
    redact.mockResolvedValue(fails({ do: 'done', reason: 'not_redactable' }));
    await handle();
    expect(sessions.redacted).toHaveBeenCalled();
    expect(outcome()).toBe('was_gone');
  });

  it('halts its queue while such calls are paused, and waits behind others where it was refused itself', async () => {
    redact.mockResolvedValueOnce({ did: 'defer', ms: 900, reason: 'paused' });
    await expect(handle()).rejects.toEqual(new Halted(900));
    redact.mockResolvedValueOnce(fails({ do: 'hold', afterMs: 20_000, reason: 'forbidden' }));
    await expect(handle()).rejects.toEqual(new Postponed(20_000));
    expect(sessions.redacted).not.toHaveBeenCalled();
  });

  it('is tried again after a transient failure, and given up after a refusal', async () => {
    redact.mockResolvedValueOnce(fails({ do: 'retry', afterMs: 1_000, reason: 'http_503', ambiguous: true }));
    await expect(handle()).rejects.toBe(error);
    redact.mockResolvedValueOnce(fails({ do: 'fail', reason: 'http_422', ambiguous: false }));
    await expect(handle()).rejects.toEqual(new Refused('http_422'));
  });

  it('that an erasure owes is never given up', async () => {
    sessions.owes.mockResolvedValue(true);
    redact.mockResolvedValue(fails({ do: 'fail', reason: 'http_422', ambiguous: false }));
    await expect(handle()).rejects.toEqual(new Postponed(25_000));
    expect(sessions.redacted).not.toHaveBeenCalled();
  });
});
