const text = { type: 'string' };
const orNull = { type: ['string', 'null'] };
const objectOf = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

const found = objectOf({
  found: { const: true },
  linked_by: orNull,
  session_id: text,
  started_at: text,
  last_action_at: orNull,
  active: { type: 'boolean' },
  current_page: orNull,
  summary: orNull,
  summary_by: orNull,
  recent_actions: { type: 'array', maxItems: 50, items: objectOf({ at: text, text, page: text }) },
  signals: { type: 'array', maxItems: 3, items: objectOf({ kind: text, text, at: text }) },
  replay_url: orNull,
  context: { type: 'string', maxLength: 2000 },
});

const parameter = (name: string, description: string) => ({ name, in: 'query', description, schema: text });
const refusal = (description: string) => ({ description });

/** The document of the read API. `base`: where the world reaches it. */
export const openApi = (base: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Sidenote: what a customer is doing',
    version: '1',
    description: 'Reads only. Texts are for the team.',
  },
  servers: [{ url: base }],
  security: [{ key: [] }],
  paths: {
    '/activity': {
      get: {
        operationId: 'activity',
        summary: 'What a customer did last. Name at least one parameter; where several are given, all must agree.',
        parameters: [
          parameter('conversation_id', 'id of the Intercom conversation'),
          parameter('user_id', 'your own user id'),
          parameter('email', 'e-mail of the user'),
          parameter('session_id', 'PostHog session id'),
        ],
        responses: {
          200: {
            description: 'What is known; `found: false` where nothing is.',
            content: {
              'application/json': { schema: { oneOf: [found, objectOf({ found: { const: false } })] } },
            },
          },
          400: refusal('No parameter, or one that is too long.'),
          401: refusal('No key, or a wrong one.'),
          429: refusal('Too many requests with this key.'),
          503: refusal('Not available just now.'),
        },
      },
    },
  },
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
});
