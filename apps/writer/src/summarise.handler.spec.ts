import { type Summariser, SummaryError, SummaryPostponed } from '@app/llm';
import type { FlushQueue, SummariseJob } from '@app/queues';
import type { SummaryStore } from '@app/sessions';
import type { Telemetry } from '@app/telemetry';
import { SummariseHandler } from './summarise.handler';
import { type HandlerContext, Postponed } from './worker.fleet';

const sessions = { freeze: jest.fn(), storeSummary: jest.fn() };
const summariser = { summarise: jest.fn() };
const flushes = { open: jest.fn() };
const record = jest.fn();
const keep = jest.fn();
const handler = new SummariseHandler(
  sessions as unknown as SummaryStore,
  summariser as unknown as Summariser,
  flushes as unknown as FlushQueue,
  { record } as unknown as Telemetry,
);
const item = (text: string, ts: number) =>
  `${ts * 1000}|10|${JSON.stringify({ i: 0, type: 'click', text, ts, url: '' })}`;
const abort = new AbortController().signal;
const handle = (more: Partial<SummariseJob> = {}) =>
  handler.handle({ sessionKey: 's', summary: 3, ...more }, { abort, keep } as unknown as HandlerContext<SummariseJob>);
const told = () => (record.mock.calls as [Record<string, unknown>][]).map(([what]) => what);

beforeEach(() => {
  jest.resetAllMocks();
  sessions.freeze.mockResolvedValue({ covered: [item('b', 12), item('a', 11)], before: [item('z', 5)], earlier: null });
  sessions.storeSummary.mockResolvedValue(7);
  summariser.summarise.mockResolvedValue({ text: 'prose', by: 'gpt', model: 'gpt' });
});

describe('a summary', () => {
  it('tells the LLM what it covers and what came before, stores the prose, and only then opens the flush', async () => {
    await handle();
    expect(summariser.summarise).toHaveBeenCalledWith(
      expect.objectContaining({
        actions: [expect.objectContaining({ text: 'b' }), expect.objectContaining({ text: 'a' })],
        before: ['z'],
        earlier: undefined,
      }),
      { signal: abort, failedAlone: 0 },
    );
    expect(sessions.storeSummary).toHaveBeenCalledWith('s', 3, { prose: 'prose', by: 'gpt', since: 11 });
    expect(flushes.open).toHaveBeenCalledWith([{ sessionKey: 's', generation: 7 }]);
    const [stored, opened] = [sessions.storeSummary, flushes.open].map((mock) => mock.mock.invocationCallOrder[0]!);
    expect(stored).toBeLessThan(opened!);
    expect(told()).toMatchObject([{ what: 'summary', outcome: 'stored', actions: 2 }]);
  });

  it('asks nobody where nothing is to be covered: it was stored before', async () => {
    sessions.freeze.mockResolvedValue({ covered: [], before: [], earlier: null });
    await handle();
    expect([summariser.summarise.mock.calls, flushes.open.mock.calls, told()]).toEqual([[], [], []]);
  });

  it('counts what failed for this summary alone, so that rules write it at last', async () => {
    const error = new SummaryError('refusal');
    summariser.summarise.mockRejectedValue(error);
    await expect(handle({ failedAlone: 9 })).rejects.toBe(error);
    expect(keep).toHaveBeenCalledWith({ sessionKey: 's', summary: 3, failedAlone: 10 });
    expect(sessions.storeSummary).not.toHaveBeenCalled();
    expect(told()).toMatchObject([{ outcome: 'failed', kind: 'refusal' }]);
  });

  it('counts nothing of it that the server or the network did', async () => {
    summariser.summarise.mockRejectedValue(new SummaryError('http', 500));
    await expect(handle()).rejects.toBeInstanceOf(SummaryError);
    expect(keep).not.toHaveBeenCalled();
  });

  it('comes back when the breaker says so, no attempt spent', async () => {
    summariser.summarise.mockRejectedValue(new SummaryPostponed(4_000));
    await expect(handle()).rejects.toMatchObject({ constructor: Postponed, ms: 4_000 });
    expect(told()).toMatchObject([{ outcome: 'deferred', nextInMs: 4_000 }]);
  });

  it('tells no word of an error that is not of the LLM', async () => {
    summariser.summarise.mockRejectedValue(new TypeError('User clicked Pay'));
    await expect(handle()).rejects.toBeInstanceOf(TypeError);
    expect(told()).toMatchObject([{ outcome: 'failed', kind: 'own', reason: 'TypeError' }]);
  });
});
