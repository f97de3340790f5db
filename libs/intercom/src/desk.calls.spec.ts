import { DeskCalls, type RateGate } from '@app/desk';
import type { TelemetryEvent, Telemetry } from '@app/telemetry';
import type { IntercomClient } from './intercom.client';
import { IntercomDesk } from './intercom.desk';
import { IntercomError, type IntercomErrorDetails } from './intercom.error';

const RATE = { limit: 10, remaining: 4, resetAtMs: 5_000 };
const ANSWER = { status: 200, body: { id: '7' }, rate: RATE };
const NOTE = { lines: ['x', '', 'ref r'], html: '<p>x</p><p>ref r</p>', ref: 'r', print: 'p' };
const failed = (details: Omit<IntercomErrorDetails, 'call'>) => new IntercomError({ call: 'x', ...details });
const http = (status: number, code?: string) => failed({ kind: 'http', status, code, rate: RATE });

const client = { postNote: jest.fn(), redact: jest.fn(), getConversation: jest.fn(), getContact: jest.fn() };
const gate = {
  probeEveryMs: 20_000,
  take: jest.fn(),
  observe: jest.fn(),
  ban: jest.fn(),
  pause: jest.fn(),
  refused: jest.fn(),
  failed: jest.fn(),
  passed: jest.fn(),
};
const told: TelemetryEvent[] = [];
const options = { adminId: '1', sessionAttribute: 'a', configured: true };
const calls = new DeskCalls(
  new IntercomDesk(client as unknown as IntercomClient, options),
  gate as unknown as RateGate,
  { record: (what: TelemetryEvent) => told.push(what) } as unknown as Telemetry,
);
const post = (options = {}) => calls.postNote({ conversationId: '7', note: NOTE, summary: false }, options);

beforeEach(() => {
  jest.resetAllMocks();
  told.length = 0;
  gate.take.mockResolvedValue({ ok: true, probe: false });
  gate.failed.mockResolvedValue(false);
  gate.refused.mockResolvedValue('held');
  for (const call of Object.values(client)) call.mockResolvedValue(ANSWER);
});

describe('a call to Intercom', () => {
  it('takes a turn, makes the call, and tells the gate and everybody what it learned', async () => {
    expect(await post()).toEqual({ did: 'answer', value: null });
    expect(gate.take).toHaveBeenCalledWith('note');
    expect(gate.observe).toHaveBeenCalledWith(RATE);
    expect(gate.passed).toHaveBeenCalledWith('note', { probe: false, conversationId: '7' });
    expect(told).toMatchObject([{ what: 'intercom_call', operation: 'note', outcome: 'ok', status: 200 }]);
  });

  it('asks for a turn below all that is ours where it proves what a browser said', async () => {
    await calls.conversation('7', { claim: true });
    await calls.contact('c', { claim: true });
    await calls.contact('c');
    expect(gate.take.mock.calls).toEqual([['claim'], ['claim'], ['read']]);
  });

  it.each([
    ['no turn', () => gate.take.mockResolvedValue({ ok: false, waitMs: 99_000, reason: 'window' }), 'defer'],
    ['such calls are paused', () => gate.take.mockResolvedValue({ ok: false, waitMs: 1, reason: 'paused' }), 'defer'],
  ])('sends nothing where there is %s', async (_, given, did) => {
    given();
    expect(await post()).toMatchObject({ did });
    expect(client.postNote).not.toHaveBeenCalled();
  });

  it('sends nothing where the last word is no, and nothing for who cannot wait for a turn', async () => {
    const last = { word: { name: 'w', lua: '', width: 1, settings: '' }, args: ['a'] };
    gate.take.mockResolvedValueOnce({ ok: false, reason: 'no_word' });
    expect(await post({ last })).toEqual({ did: 'cancel' });
    expect(gate.take).toHaveBeenCalledWith('note', last);
    expect(await post({ last, still: () => Promise.resolve(false) })).toEqual({ did: 'cancel' });
    gate.take.mockReturnValue(new Promise(() => undefined));
    expect(await post({ turnWithinMs: 10 })).toMatchObject({ did: 'defer', reason: 'no_turn' });
    expect(client.postNote).not.toHaveBeenCalled();
  });

  it('heeds the headers of a refusal, and holds everybody on a 429', async () => {
    client.getConversation.mockRejectedValue(http(429, 'rate_limit_exceeded'));
    expect(await calls.conversation('7')).toMatchObject({ did: 'fail', verdict: { do: 'wait' } });
    expect(gate.observe).toHaveBeenCalledWith(RATE);
    expect(gate.ban).toHaveBeenCalledTimes(1);
    expect(gate.passed).not.toHaveBeenCalled();
  });

  it('pauses everything on a 401, whatever was called, but not for a process of its own', async () => {
    client.getContact.mockRejectedValue(http(401, 'unauthorized'));
    expect(await calls.contact('c')).toMatchObject({ verdict: { do: 'pause', reason: 'unauthorized' } });
    expect(gate.pause).toHaveBeenCalledTimes(1);
    await calls.contact('c', { alone: true });
    expect(gate.pause).toHaveBeenCalledTimes(1);
  });

  it.each([
    [402, 'api_plan_restricted'],
    [404, 'admin_not_found'],
    [405, undefined],
  ])('pauses its own kind on %i %s', async (status, code) => {
    client.postNote.mockRejectedValue(http(status, code));
    expect(await post()).toMatchObject({ verdict: { do: 'pause', afterMs: 25_000 } });
    expect(gate.refused).toHaveBeenCalledWith('note', code ?? `http_${status}`);
    expect(gate.pause).not.toHaveBeenCalled();
  });

  it.each([
    ['held', { do: 'hold', afterMs: 20_000, reason: 'forbidden' }],
    ['paused', { do: 'pause', afterMs: 25_000, reason: 'forbidden', ambiguous: false }],
    ['own', { do: 'fail', reason: 'forbidden', ambiguous: false }],
  ])('asks the gate what a 403 on a note means: %s', async (whose, verdict) => {
    client.postNote.mockRejectedValue(http(403, 'forbidden'));
    gate.refused.mockResolvedValue(whose);
    expect(await post()).toMatchObject({ did: 'fail', verdict });
    expect(gate.refused).toHaveBeenCalledWith('note', 'forbidden', '7');
  });

  it('a search or a contact that may not be read stops nobody', async () => {
    client.getContact.mockRejectedValue(http(403, 'forbidden'));
    expect(await calls.contact('c')).toMatchObject({ verdict: { do: 'fail' } });
    expect(gate.refused).not.toHaveBeenCalled();
    expect(gate.pause).not.toHaveBeenCalled();
  });

  it.each([
    ['a 503', http(503)],
    ['a 408', http(408)],
    ['a time-out', failed({ kind: 'timeout' })],
    ['a refused connection', failed({ kind: 'unreachable', code: 'ECONNREFUSED' })],
    ['an unreadable answer', failed({ kind: 'unreadable', status: 200 })],
  ])('tells the gate of %s, and spends no attempt where it is an outage', async (_, error) => {
    client.postNote.mockRejectedValue(error);
    expect(await post()).toMatchObject({ verdict: { do: 'retry' } });
    gate.failed.mockResolvedValue(true);
    expect(await post({ attempts: 7 })).toMatchObject({ verdict: { do: 'pause' } });
    expect(gate.failed.mock.calls[0]?.[0]).toBe('note');
    expect(gate.failed.mock.calls[0]?.[2]).toBe('7');
    expect(gate.passed).not.toHaveBeenCalled();
  });

  it('takes a refusal of what was asked as a sign of life, and an abort of our own as none', async () => {
    client.postNote.mockRejectedValue(http(422, 'parameter_invalid'));
    expect(await post()).toMatchObject({ verdict: { do: 'fail' } });
    expect(gate.passed).toHaveBeenCalledTimes(1);
    client.postNote.mockRejectedValue(failed({ kind: 'aborted' }));
    await post();
    expect(gate.passed).toHaveBeenCalledTimes(1);
    expect(gate.failed).not.toHaveBeenCalled();
  });
});
