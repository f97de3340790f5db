import type { FlushStore } from '@app/sessions';
import { FlushHandler } from './flush.handler';
import type { NoteDelivery } from './note.delivery';
import { Postponed, type HandlerContext } from './worker.fleet';

const begin = jest.fn();
const deliver = jest.fn();
const flush = new FlushHandler({ begin } as unknown as FlushStore, { deliver } as unknown as NoteDelivery);
const POST = { do: 'post', ref: 'r' };

const context = (stopping = new AbortController().signal): HandlerContext => ({
  ...{ stopping, abort: stopping, addedAt: Date.now(), attempts: 0, startedBefore: false },
  keep: () => Promise.resolve(),
});
const run = (quietMs?: number, stopping?: AbortSignal) =>
  flush.handle({ sessionKey: 's', generation: 3, quietMs }, context(stopping));

beforeEach(() => jest.resetAllMocks());

describe('the flush of a session', () => {
  it('posts note after note until nothing is left, as one owner with a ref for each', async () => {
    begin.mockResolvedValueOnce(POST).mockResolvedValueOnce(POST).mockResolvedValueOnce({ do: 'stop' });
    deliver.mockResolvedValue('again');
    await run();
    expect(deliver).toHaveBeenCalledTimes(2);
    const [owners, refs] = [2, 3].map((at) => new Set(begin.mock.calls.map((call) => String(call[at]))));
    expect([owners!.size, refs!.size]).toEqual([1, 3]);
    expect(begin.mock.calls.every(([key, generation]) => key === 's' && generation === 3)).toBe(true);
  });

  it('leaves the session where the delivery says so', async () => {
    begin.mockResolvedValue(POST);
    deliver.mockResolvedValue('stop');
    await run();
    expect(begin).toHaveBeenCalledTimes(1);
  });

  it('waits out what is short, and gives back what is long', async () => {
    begin.mockResolvedValueOnce({ do: 'wait', ms: 1 }).mockResolvedValueOnce(POST);
    deliver.mockResolvedValue({ laterMs: 60_000 });
    await expect(run()).rejects.toEqual(new Postponed(60_000));
    expect(begin).toHaveBeenCalledTimes(2);
  });

  it('asks nothing before anything can be due', async () => {
    await expect(run(30_000)).rejects.toThrow(Postponed);
    expect(begin).not.toHaveBeenCalled();
  });

  it('begins nothing when the process stops, and cuts its wait short', async () => {
    const stop = new AbortController();
    begin.mockImplementation(() => {
      stop.abort();
      return Promise.resolve({ do: 'wait', ms: 4_000 });
    });
    await expect(run(0, stop.signal)).rejects.toEqual(new Postponed(0));
    await expect(run(0, stop.signal)).rejects.toEqual(new Postponed(0));
    expect(begin).toHaveBeenCalledTimes(1);
  });
});
