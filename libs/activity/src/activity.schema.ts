const text = { type: 'string' } as const;
const orNull = { type: ['string', 'null'] } as const;
const objectOf = <P extends Record<string, object>>(properties: P) => ({
  type: 'object' as const,
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const listOf = (maxItems: number, properties: Record<string, typeof text>) => ({
  type: 'array' as const,
  maxItems,
  items: objectOf(properties),
});

const found = objectOf({
  found: { const: true },
  linked_by: orNull,
  session_id: text,
  started_at: text,
  last_action_at: orNull,
  active: { type: 'boolean' } as const,
  current_page: orNull,
  summary: orNull,
  summary_by: orNull,
  recent_actions: listOf(50, { at: text, text, page: text }),
  signals: listOf(3, { kind: text, text, at: text }),
  replay_url: orNull,
  context: { ...text, maxLength: 2000 },
});

/** JSON Schema of an answer: what is known, or `found: false`. */
export const ANSWER_SCHEMA = { oneOf: [found, objectOf({ found: { const: false } })] };

/** By what is asked, and what each name means. */
export const ASKED_BY = {
  conversation_id: 'id of the Intercom conversation',
  user_id: 'your own user id',
  email: 'e-mail of the user',
  session_id: 'PostHog session id',
} as const;

/** Most characters of a name. */
export const LONGEST_NAME = 512;
