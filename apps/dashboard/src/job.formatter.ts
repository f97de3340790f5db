/** Names and ids, counts and times; everything else in a job may be something that a user typed. */
const SHOWN: ReadonlySet<string> = new Set([
  'sessionKey',
  'sessionId',
  'eventId',
  'conversationId',
  'partId',
  'ref',
  'reason',
]);
const HIDDEN = '•••';
const DEEPEST = 8;

/** What Bull Board shows of a job: ids and counts as they are, texts as `•••`, lists as their length. */
export function withoutTexts(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return HIDDEN;
  if (Array.isArray(value)) return `${value.length} item${value.length === 1 ? '' : 's'}`;
  if (value === null || typeof value !== 'object') return value;
  if (depth >= DEEPEST) return HIDDEN;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      SHOWN.has(name) && typeof inner === 'string' ? inner.slice(0, 200) : withoutTexts(inner, depth + 1),
    ]),
  );
}
