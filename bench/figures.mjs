/** Limits and targets, and how figures are written. */

/** Deterministic, at 5 payloads a note: these decide the exit code. */
export const LIMITS = { callsPerPayload: 60, scriptsPerPayload: 4.5 };

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
