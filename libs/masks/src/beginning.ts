/** Masked characters at the cut that may be a part of something whose other part is gone. */
const EDGE = 600;
const LONE_HALF = /[\uD800-\uDBFF]$/;

/**
 * Masks as much of a text as `max` characters of it need, so that the work is bounded whatever its length. What stands at the cut
 * is dropped: no half of a secret is told.
 */
export function maskBeginning(text: string, max: number, mask: (text: string) => string): string {
  const enough = 4 * max + 2 * EDGE;
  if (text.length <= enough) return mask(text);
  const masked = mask(text.slice(0, enough).replace(LONE_HALF, ''));
  return `${masked.slice(0, Math.max(0, masked.length - EDGE)).replace(LONE_HALF, '')}…`;
}
