import type { FlushQueue } from '@app/queues';
import type { DeadLetterStore } from '@app/sessions';
import { DeadLetterHandler } from './dead-letter.handler';
import { type HandlerContext, Refused } from './worker.fleet';

const sessions = { added: jest.fn(), requeue: jest.fn() };
const flushes = { open: jest.fn() };
const handler = new DeadLetterHandler(sessions as unknown as DeadLetterStore, flushes as unknown as FlushQueue);
const run = (attempts: number) =>
  handler.handle({ sessionKey: 's', ref: 'r', reason: 'http_422' }, { attempts } as HandlerContext);

beforeEach(() => jest.resetAllMocks());

describe('the job of a dead letter', () => {
  it('is filed under failed by its first run, with its reason, and sends nothing', async () => {
    await expect(run(0)).rejects.toThrow(new Refused('http_422'));
    expect(sessions.added).toHaveBeenCalledWith('s', 'r');
    expect([sessions.requeue.mock.calls, flushes.open.mock.calls]).toEqual([[], []]);
  });

  it('is not filed where Redis does not take that it was: it runs again', async () => {
    sessions.added.mockRejectedValue(new Error('Connection is closed.'));
    await expect(run(0)).rejects.not.toBeInstanceOf(Refused);
  });

  it('opens a flush of its session when a person runs it again', async () => {
    sessions.requeue.mockResolvedValue(4);
    await run(1);
    expect(sessions.requeue).toHaveBeenCalledWith('s', 'r');
    expect(flushes.open).toHaveBeenCalledWith([{ sessionKey: 's', generation: 4 }]);
    expect(sessions.added).not.toHaveBeenCalled();
  });

  it('says that it cannot be sent when its note is no longer kept', async () => {
    sessions.requeue.mockResolvedValue(null);
    await expect(run(2)).rejects.toThrow('the note or its session is no longer kept');
    expect(flushes.open).not.toHaveBeenCalled();
  });
});
