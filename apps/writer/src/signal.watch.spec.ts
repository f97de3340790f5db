import type { Settings } from '@app/config';
import type { StoredAction } from '@app/sessions';
import { SignalWatch } from './signal.watch';

type Given = ConstructorParameters<typeof SignalWatch>;
const NOW = 1_790_000_000;

/** One payload: the first action of it says when it was forwarded. */
const payload = (atS: number, ...labels: string[]): StoredAction[] =>
  labels.map((label, n) => ({
    i: n,
    type: 'click',
    text: `User clicked ${label} on the Checkout page`,
    ts: NOW + atS + n / 2,
    url: 'https://shop.example/checkout',
    ...(n === 0 && { f: (NOW + atS) * 1000 }),
  }));

const looked = async (posted: StoredAction[], waiting: StoredAction[], preset = 'calm') => {
  const hurried: unknown[] = [];
  const sessions = {
    lastActions: async () => ({ linked: true, posted, waiting }),
    hurry: async (...given: unknown[]) => (hurried.push(given), { sessionKey: 's', generation: 1 }),
    watchSilence: async () => undefined,
  };
  const settings = { NOTE_PRESET: preset } as Settings;
  const flushes = { open: async () => undefined } as unknown as Given[2];
  await new SignalWatch(settings, sessions as unknown as Given[1], flushes, {} as Given[3]).look('s');
  return hurried;
};
const PAYS = ['Pay now', 'Pay now', 'Pay now', 'Pay now'];

describe('a payload is looked at for signs of trouble', () => {
  it('one that completes a signal hurries what waits, at once', async () => {
    expect(await looked([], payload(0, ...PAYS))).toEqual([['s', 'now', undefined]]);
    expect(await looked(payload(0, ...PAYS.slice(2)), payload(1, ...PAYS.slice(2)))).toEqual([['s', 'now', undefined]]);
  });

  it('a signal of a payload before it counts for the time at which that came', async () => {
    expect(await looked([], [...payload(0, ...PAYS), ...payload(40, 'Help')])).toEqual([['s', NOW * 1000, undefined]]);
  });

  it('an error among them is told apart from lesser signals, by the time at which it came', async () => {
    expect(await looked([], payload(0, 'Your card was declined'))).toEqual([['s', 'now', 'now']]);
    const later = [...payload(0, 'Your card was declined'), ...payload(9, ...PAYS)];
    expect(await looked([], later)).toEqual([['s', 'now', NOW * 1000]]);
  });

  it('nothing is hurried without a signal, for one that is in a note already, and in recipe', async () => {
    expect(await looked([], payload(0, 'Help'))).toEqual([]);
    expect(await looked(payload(0, ...PAYS), payload(9, 'Help'))).toEqual([]);
    expect(await looked([], payload(0, ...PAYS), 'recipe')).toEqual([]);
  });
});
