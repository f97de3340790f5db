/** Kinds that can be blanked besides secrets. */
export const MASK_KINDS = ['emails', 'phones', 'addresses', 'names', 'dates', 'ips', 'typed'] as const;
export type MaskKind = (typeof MASK_KINDS)[number];

export const MAX_MASK_PATTERNS = 50;

/**
 * An own pattern: `#` a digit, `@` a letter, `?` either, `*` (at most one, not first) 1 to 64 letters, digits, `_` or `-`; all else
 * stands for itself. No regular expressions, so that no pattern can take more than linear time. 3 to 60 characters, of which at least
 * three match one character each, and no comma.
 */
export const MASK_PATTERN =
  /^(?=.{3,60}$)(?![*\s])(?![^*]*\*[^*]*\*)(?=[^*]{3}|[^*]{2}\*[^*]|[^*]\*[^*]{2})[^,•\p{C}]*(?<!\s)$/u;
