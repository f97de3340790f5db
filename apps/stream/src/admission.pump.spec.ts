import { Logger } from '@nestjs/common';
import type { SessionEvent, SummaryEvent } from '@app/admission';
import { AdmissionPump } from './admission.pump';
import { Mask } from '@app/masks';
import { FrameBuffer } from './frame.buffer';
import { until } from './sse-server.fixture';
import { StreamStats } from './stream.stats';

type Event = SessionEvent | SummaryEvent;

const frame = (n: number, fields: object = {}) =>
  JSON.stringify({
    type: 'actions',
    product_id: 'p',
    session_id: `s${n}`,
    count: 1,
    actions: [{ index: 0, description: `User did ${n}`, timestamp_start: 1 }],
    ...fields,
  });
const error = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('AdmissionPump', () => {
  let buffer: FrameBuffer;
  let stats: StreamStats;
  let log: string[];

  beforeEach(() => {
    buffer = new FrameBuffer(10_000);
    stats = new StreamStats();
    log = [];
    for (const level of ['warn', 'error', 'debug'] as const) {
      jest
        .spyOn(Logger.prototype, level)
        .mockImplementation((...line: unknown[]) => void log.push(`${level} ${String(line[0])}`));
    }
  });
  afterEach(() => jest.restoreAllMocks());

  const pumpInto = (admit: (events: Event[]) => Promise<void>) =>
    new AdmissionPump(
      buffer,
      {
        admit: async (events) => {
          await admit(events);
          return { fresh: events.length, seen: 0 };
        },
      },
      'p',
      stats,
      new Mask(),
    );
  const feed = (pump: AdmissionPump, ...raw: string[]) =>
    raw.forEach((each) => {
      buffer.push(each);
      pump.wake();
    });
  const sessions = (events: Event[]) => events.map(({ sessionId }) => sessionId);

  it('admits what is good, in order, and counts what is not', async () => {
    const admitted: string[] = [];
    const pump = pumpInto(async (events) => void admitted.push(...sessions(events)));
    feed(
      pump,
      frame(1),
      'not json {',
      '[1]',
      'null',
      '',
      frame(0, { session_id: null }),
      frame(2, { actions: [7, null, {}, { description: 'x' }], count: 9 }),
      JSON.stringify({ type: 'usertour_trigger', __proto__: null }),
      '{"__proto__":{"type":"actions"},"constructor":1}',
      frame(0, { actions: [] }),
      JSON.stringify({ type: 'summary', session_id: 's3', summary: 'prose', replaces: 2 }),
    );
    expect(await pump.drain(3000)).toBe(0);
    expect(admitted).toEqual(['s1', 's2', 's3']);
    expect(stats.byKind).toEqual({ actions: 2, summary: 1, anonymous: 1, empty: 1, ignored: 2, malformed: 4 });
    expect(stats).toMatchObject({ anonymousActions: 1, droppedActions: 3 });
    expect(log.filter((line) => line.startsWith('warn') && line.includes('malformed'))).toHaveLength(1);
    expect(log).toContain('debug malformed: "not json {"');
  });

  it('keeps the batch and the order while Redis is away, and reading goes on', async () => {
    const admitted: string[] = [];
    let away = true;
    let tries = 0;
    const pump = pumpInto(async (events) => {
      tries++;
      if (away) throw error('Error', 'Connection is closed.');
      admitted.push(...sessions(events));
    });
    feed(pump, frame(1), frame(2));
    await until(() => tries >= 2, 'two tries');
    feed(pump, frame(3));
    away = false;
    expect(await pump.drain(30_000)).toBe(0);
    expect(admitted).toEqual(['s1', 's2', 's3']);
  });

  it('drops only the event that Redis refuses for what it is', async () => {
    const admitted: string[] = [];
    const pump = pumpInto(async (events) => {
      if (sessions(events).includes('s2')) throw error('ReplyError', 'ERR value of User did 2 is bad');
      admitted.push(...sessions(events));
    });
    feed(pump, frame(1), frame(2), frame(3));
    await until(() => admitted.length === 2, 'the others');
    expect(await pump.drain(30_000)).toBe(0);
    expect(admitted).toEqual(['s1', 's3']);
    expect(stats.rejected).toBe(1);
    expect(log.join()).not.toContain('User did 2');
  });

  it('never drops for a refusal that passes', async () => {
    let tries = 0;
    const pump = pumpInto(async () => {
      if (++tries < 3) throw error('ReplyError', 'LOADING Redis is loading the dataset in memory');
    });
    feed(pump, frame(1));
    expect(await pump.drain(30_000)).toBe(0);
    expect({ tries, rejected: stats.rejected }).toEqual({ tries: 3, rejected: 0 });
  });

  it('takes many frames in batches of a hundred and lets others work in between', async () => {
    const sizes: number[] = [];
    const pump = pumpInto(async (events) => void sizes.push(events.length));
    feed(pump, ...Array.from({ length: 350 }, (_, i) => frame(i)));
    expect(await pump.drain(30_000)).toBe(0);
    expect(sizes.reduce((a, b) => a + b)).toBe(350);
    expect(Math.max(...sizes)).toBe(100);
  });

  it('gives up draining in time and says how much was lost', async () => {
    // It never admits: that this ends at all is the limit's doing.
    const pump = pumpInto(() => new Promise(() => undefined));
    feed(pump, frame(1));
    feed(pump, frame(2), frame(3));
    expect(await pump.drain(150)).toBe(3);
  });
});
