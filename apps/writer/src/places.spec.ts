import { Places } from './places';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Waits for a place; true: one was taken. */
function waiter(places: Places) {
  const told: boolean[] = [];
  void places.take(1_000).then((taken) => told.push(taken));
  return told;
}

describe('a number of places', () => {
  it('are given in order', async () => {
    const places = new Places(1);
    expect(await places.take(1_000)).toBe(true);
    const [first, second] = [waiter(places), waiter(places)];
    places.give();
    await jest.advanceTimersByTimeAsync(0);
    expect([first, second]).toEqual([[true], []]);
  });

  it('are not waited for where none becomes free', async () => {
    const places = new Places(0);
    const told = waiter(places);
    await jest.advanceTimersByTimeAsync(999);
    expect(told).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(told).toEqual([false]);
    places.give();
    expect(await places.take(1_000)).toBe(true);
  });

  it('are waited for as long as others get theirs, at most five times as long', async () => {
    const places = new Places(0);
    for (let i = 0; i < 20; i++) waiter(places);
    const told = waiter(places);
    for (let ms = 0; ms < 4_500; ms += 500) {
      places.give();
      await jest.advanceTimersByTimeAsync(500);
      expect(told).toEqual([]);
    }
    places.give();
    await jest.advanceTimersByTimeAsync(500);
    expect(told).toEqual([false]);
  });
});
