import type { Answer } from '../http/answer';
import { TOKEN_OWNER } from './admins';
import { intercomError } from './errors';

type Body = Record<string, unknown>;
type Fits = (value: unknown) => boolean;

/** A stored data connector, headers readable: an answer shows none of their values. */
export type DataConnector = Body & { id: string; headers: { name: string; value: string }[] };

const text: Fits = (value) => typeof value === 'string';
const flag: Fits = (value) => typeof value === 'boolean';
const object: Fits = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const oneOf =
  (...words: string[]): Fits =>
  (value) =>
    words.includes(value as string);
const listOf =
  (fits: Fits): Fits =>
  (value) =>
    Array.isArray(value) && value.every(fits);
/** Of each named field that is there; one that is not named does not fit. */
const fieldsOf =
  (fields: Record<string, Fits>): Fits =>
  (value) =>
    object(value) && Object.entries(value as Body).every(([name, one]) => fields[name]?.(one) ?? false);

/** What can be said of one that is to be made, in version 2.16. */
const FIELDS: Record<string, Fits> = {
  name: text,
  description: text,
  http_method: oneOf('get', 'post', 'put', 'delete', 'patch'),
  url: (value) => text(value) && /^https?:\/\//.test(value as string),
  body: text,
  direct_fin_usage: flag,
  audiences: listOf(oneOf('leads', 'users', 'visitors')),
  headers: listOf(fieldsOf({ name: text, value: text })),
  data_inputs: listOf(
    fieldsOf({
      name: text,
      type: oneOf('string', 'integer', 'decimal', 'boolean'),
      description: text,
      required: flag,
      default_value: text,
    }),
  ),
  customer_authentication: flag,
  bypass_authentication: flag,
  validate_missing_attributes: flag,
  mock_response: object,
  token_ids: listOf(text),
};

/** `POST /data_connectors`: a draft, whatever is asked. `keep` gives it its id. */
export function createDataConnector(body: Body, keep: (connector: Body) => DataConnector): Answer {
  if (!text(body['name']) || body['name'] === '') return refused('parameter_not_found', 'Name is required');
  const wrong = Object.keys(body).find((name) => !FIELDS[name]?.(body[name]));
  if (wrong === 'audiences')
    return refused('parameter_invalid', 'Invalid audiences. Must be a subset of: leads, users, visitors');
  if (wrong !== undefined) return refused('parameter_invalid', `Invalid ${wrong}`);
  return { status: 201, body: shown(keep(draftOf(body))) };
}

const refused = (code: string, message: string) => intercomError(422, code, message);

function draftOf({ mock_response: mock, data_inputs: inputs, ...given }: Body): Body {
  const now = new Date().toISOString();
  return {
    type: 'data_connector',
    description: null,
    http_method: 'get',
    direct_fin_usage: false,
    audiences: [],
    execution_type: 'server_side',
    configuration_response_type: mock === undefined ? 'test_response_type' : 'mock_response_type',
    data_transformation_type: 'full_access',
    client_function_timeout_ms: 30_000,
    object_mappings: [],
    token_ids: [],
    headers: [],
    customer_authentication: false,
    bypass_authentication: false,
    validate_missing_attributes: false,
    created_by_admin_id: TOKEN_OWNER.id,
    updated_by_admin_id: TOKEN_OWNER.id,
    created_at: now,
    updated_at: now,
    ...given,
    data_inputs: ((inputs ?? []) as Body[]).map((input) => ({ default_value: '', ...input })),
    response_fields: Object.entries((mock ?? {}) as Body).map(([path, value]) => responseField(path, value)),
    state: 'draft',
  };
}

/** What is no plain value is read as text. */
function responseField(path: string, value: unknown) {
  const type = typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'decimal') : typeof value;
  const plain = ['integer', 'decimal', 'boolean', 'string'].includes(type);
  return { path, type: plain ? type : 'unknown', example_value: String(value), redacted: false };
}

const shown = (connector: DataConnector) => ({
  ...connector,
  headers: connector.headers.map(({ name }) => ({ name, value: '****' })),
  execution_results_url: `/data_connectors/${connector.id}/execution_results`,
});
