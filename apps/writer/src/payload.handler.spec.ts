import { PayloadHandler } from './payload.handler';
import { Places } from './places';
import { Postponed, type HandlerContext } from './worker.fleet';

type Given = ConstructorParameters<typeof PayloadHandler>;
const context = {} as HandlerContext;
const job = (generation?: number) => ({
  ...{ sessionKey: 's', sessionId: 's', eventId: 'e', forwardedAt: null, payload: {} },
  ...(generation === undefined ? {} : { generation, quietMs: 0 }),
});

const handler = (flush: () => Promise<void>, places = new Places(1)) => {
  const [flushed, handedOver]: [unknown[], unknown[]] = [[], []];
  const sessions = { appendOutboxes: async () => [{ sessionKey: 's', generation: 7 }] };
  const flushes = { open: async (...given: unknown[]) => void handedOver.push(given) };
  const run = { handle: async (data: unknown) => void (flushed.push(data), await flush()) };
  const signals = { look: () => Promise.resolve() } as unknown as Given[3];
  const made = new PayloadHandler(
    sessions as unknown as Given[0],
    flushes as Given[1],
    run as unknown as Given[2],
    signals,
  );
  Object.assign(made, { places, patienceMs: 10 });
  return { made, flushed, handedOver };
};

describe('the job of a payload', () => {
  it('flushes the generation that its admission opened, and nothing where that opened none', async () => {
    const { made, flushed, handedOver } = handler(async () => undefined);
    await made.handle(job(3), context);
    await made.handle(job(0), context);
    expect([flushed, handedOver]).toEqual([[{ sessionKey: 's', generation: 3, quietMs: 0 }], []]);
  });

  it('hands over what has to wait', async () => {
    const { made, handedOver } = handler(() => Promise.reject(new Postponed(60_000)));
    await made.handle(job(3), context);
    expect(handedOver).toEqual([[[{ sessionKey: 's', generation: 3 }], 60_000]]);
  });

  it('hands over where no place becomes free, and takes the one that does', async () => {
    let end = () => {};
    const { made, flushed, handedOver } = handler(() => new Promise<void>((resolve) => (end = resolve)));
    const first = made.handle(job(1), context);
    await made.handle(job(2), context);
    expect(handedOver).toEqual([[[{ sessionKey: 's', generation: 2, quietMs: 0 }]]]);
    Object.assign(made, { patienceMs: 10_000 });
    const third = made.handle(job(3), context);
    end();
    await first;
    await new Promise(setImmediate);
    end();
    await third;
    expect(flushed).toMatchObject([{ generation: 1 }, { generation: 3 }]);
  });

  it('of version 0.1.0 appends what is in the outbox', async () => {
    const { made, handedOver } = handler(async () => undefined);
    await made.handle(job(), context);
    expect(handedOver).toEqual([[[{ sessionKey: 's', generation: 7 }]]]);
  });
});
