import type { DeskBudget, DeskCalls, RateGate } from '@app/desk';
import type { FlushQueue } from '@app/queues';
import type { PauseStore } from '@app/sessions';
import { Logger } from '@nestjs/common';
import { until } from '../../../test/support/until';
import { PausedSessions } from './paused.sessions';

/** A look every 20 ms; in ten looks the whole window is given out. */
const BUDGET: DeskBudget = { limit: 95, windowMs: 1_000, probeEveryMs: 400 };
const STAY = { note: 'stay', read: 'stay', call: false, recovered: false };

const gate = { moves: jest.fn() };
const desk = { offers: jest.fn(), ping: jest.fn() };
const sessions = { hasten: jest.fn(), wake: jest.fn(), longestPaused: jest.fn() };
const opened: unknown[] = [];
const flushes = { open: (jobs: unknown) => (opened.push(jobs), Promise.resolve()) };

/** The moves of one look, and of none after it. */
async function look(moves: object, looks = 1): Promise<void> {
  gate.moves.mockResolvedValueOnce({ ...STAY, ...moves }).mockResolvedValue(STAY);
  const mover = new PausedSessions(
    gate as unknown as RateGate,
    desk as unknown as DeskCalls,
    sessions as unknown as PauseStore,
    flushes as unknown as FlushQueue,
    BUDGET,
  );
  mover.onApplicationBootstrap();
  await until('it looks once more', () => gate.moves.mock.calls.length > looks, { everyMs: 1 });
  await mover.beforeApplicationShutdown();
}

beforeAll(() => Logger.overrideLogger(false));
beforeEach(() => {
  jest.resetAllMocks();
  opened.length = 0;
  desk.offers.mockReturnValue(true);
  sessions.wake.mockImplementation((kind: string, count: number) => Promise.resolve([`${count} ${kind}`]));
});

describe('sessions that wait because calls are paused', () => {
  it('stay where they are while nothing moves', async () => {
    await look({});
    expect([sessions.wake.mock.calls, desk.ping.mock.calls, opened]).toEqual([[], [], []]);
  });

  it.each([
    [{ note: 'one' }, [['1 note']]],
    [{ note: 'go' }, [['10 note']]],
    [{ read: 'go', note: 'one' }, [['10 read'], ['1 note']]],
  ])('go on as the gate says, reads first, no faster than the budget: %j', async (moves, jobs) => {
    await look(moves);
    expect(opened).toEqual(jobs);
  });

  it('are probed for by a read of the one that waits longest, which waits for no turn', async () => {
    sessions.longestPaused.mockResolvedValue('7');
    await look({ call: true });
    expect(desk.ping).toHaveBeenCalledWith('7', expect.objectContaining({ patienceMs: 0 }));
    expect(sessions.wake).not.toHaveBeenCalled();
  });

  it('are probed for by one note where the desk can only be written to', async () => {
    desk.offers.mockReturnValue(false);
    await look({ call: true });
    expect([opened, desk.ping.mock.calls]).toEqual([[['1 note']], []]);
  });

  it('have their planned waits taken from them when an outage is over', async () => {
    sessions.hasten.mockResolvedValue(['hastened']);
    await look({ recovered: true });
    expect(opened).toEqual([['hastened']]);
  });

  it('are looked at again after Redis failed', async () => {
    gate.moves.mockRejectedValueOnce(new Error('Connection is closed.'));
    await look({ note: 'go' }, 2);
    expect(opened).toEqual([['10 note']]);
  });
});
