import { ANSWER_SCHEMA, ASKED_BY } from './activity.schema';

const parameter = (name: string, description: string) => ({
  name,
  in: 'query',
  description,
  schema: { type: 'string' },
});
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
        parameters: Object.entries(ASKED_BY).map(([name, description]) => parameter(name, description)),
        responses: {
          200: {
            description: 'What is known; `found: false` where nothing is.',
            content: {
              'application/json': { schema: ANSWER_SCHEMA },
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
