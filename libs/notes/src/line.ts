/** What is not one space already. */
const WHITE = /[\s\p{Cc}]{2,}|[^\S ]|\p{Cc}/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** At most `max` UTF-16 units, the last one `…` where something was cut. Never splits a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = max - 1;
  const splitsPair = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

/**
 * Text of any origin as one line: runs of white space and control characters are one space, lone surrogates are U+FFFD
 * (JSON, UTF-8 and encodeURIComponent refuse them). Never longer than the input.
 */
export function oneLine(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD').replace(WHITE, ' ').trim();
}
