/** Limits and targets, and how figures are written. */

/** Deterministic: these decide the exit code. By payloads a note. */
export const LIMITS = {
  5: { calls: 50, scripts: 2.2 },
  1: { calls: 64, scripts: 2.6 },
};
/** How many times as fast as the naive pipeline, at 1 payload a note. */
export const NAIVE_FLOOR = 1.2;

export const sorted = (values) => [...values].sort((a, b) => a - b);
export const quantile = (values, q) =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? NaN;
export const median = (values) => quantile(values, 0.5);
export const round = (value, digits = 0) => value.toFixed(digits);

/** What one call more costs: solves `payload + note / perNote` for both patterns. */
export function split(atFive, atOne) {
  const note = ((atOne.calls - atFive.calls) * 5) / 4;
  return { note, payload: atOne.calls - note };
}
