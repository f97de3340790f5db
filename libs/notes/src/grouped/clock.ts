import { safeSeconds } from '../replay';

interface Moment {
  /** `24 Nov` */
  day: string;
  /** `18:30:55` */
  time: string;
}

export interface Clock {
  at(seconds: number): Moment;
  /** `UTC`, `CET`, `GMT-5`: as it is called at that moment. */
  zone(seconds: number): string;
}

const clocks = new Map<string, Clock>();

/** Times of an IANA time zone; made once, for a formatter costs more than a note. @throws RangeError for an unknown zone */
export function clockOf(timeZone: string): Clock {
  const known = clocks.get(timeZone);
  if (known) return known;
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' });
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' });
  const named = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' });
  const clock: Clock = {
    at: (seconds) => {
      const date = new Date(safeSeconds(seconds) * 1000);
      return { day: day.format(date), time: time.format(date) };
    },
    zone: (seconds) =>
      named.formatToParts(new Date(safeSeconds(seconds) * 1000)).find(({ type }) => type === 'timeZoneName')?.value ??
      timeZone,
  };
  clocks.set(timeZone, clock);
  return clock;
}
