import { safeSeconds } from './replay';

/** Sent again by hand from the dead letters; when it should have been sent. */
export interface Late {
  originally: Date;
}

export const LATE_LINE = 'sent late: delivery failed at first, ';
export const UTC_LENGTH = 'YYYY-MM-DD HH:MM:SS UTC'.length;

export const utc = (seconds: number) =>
  `${new Date(safeSeconds(seconds) * 1000).toISOString().replace('T', ' ').slice(0, 19)} UTC`;

export const lateLine = (late?: Late) => (late ? [LATE_LINE + utc(late.originally.getTime() / 1000)] : []);
