/**
 * Waits before the next try, in seconds; from the 11th on `LATER_WAIT_S`. Cumulative: 1, 3, 7, 15, 25, 35, 45, 55, 65, 75 s,
 * then once a minute for as long as the summary is due.
 */
const SUMMARY_WAITS_S = [1, 2, 4, 8, 10, 10, 10, 10, 10, 10] as const;
const LATER_WAIT_S = 60;
const JITTER = 0.1;

/** Milliseconds to wait after `attemptsMade` (1 = the first has failed) failed tries, with up to 10 % jitter on top. */
export function summaryRetryDelay(attemptsMade: number, random: () => number = Math.random): number {
  const seconds = SUMMARY_WAITS_S[Math.max(1, attemptsMade) - 1] ?? LATER_WAIT_S;
  return Math.round(seconds * 1000 * (1 + JITTER * random()));
}
