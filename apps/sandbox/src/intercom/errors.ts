import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/answer';

export function intercomError(status: number, code: string, message: string, headers?: Record<string, string>): Answer {
  return { status, body: { type: 'error.list', request_id: randomUUID(), errors: [{ code, message }] }, headers };
}

export const notFound = (): Answer => intercomError(404, 'not_found', 'Resource Not Found');
export const unauthorised = (): Answer => intercomError(401, 'unauthorized', 'Access Token Invalid');
export const missing = (name: string): Answer =>
  intercomError(400, 'parameter_not_found', `${name} is a required parameter`);
export const invalid = (message: string): Answer => intercomError(400, 'parameter_invalid', message);
export const adminNotFound = (): Answer => intercomError(404, 'admin_not_found', 'Admin for admin_id not found');
export const scopeDenied = (): Answer =>
  intercomError(403, 'forbidden', 'You do not have the required scope (write_conversations) to access this resource');
export const partNotFound = (): Answer =>
  intercomError(404, 'conversation_part_or_message_not_found', 'Conversation part or message not found');
export const notRedactable = (): Answer =>
  intercomError(400, 'conversation_part_not_redactable', "Part can't be redacted");
export const contactMerged = (into: string): Answer =>
  intercomError(
    410,
    'contact_merged',
    "This contact has been merged. See the 'Link' header for the canonical contact.",
    {
      Link: `</contacts/${into}>; rel="canonical"`,
    },
  );
export const rateLimited = (limit: number, windowMs: number): Answer =>
  intercomError(429, 'rate_limit_exceeded', `Exceeded rate limit of ${limit} in ${windowMs / 1000}_seconds`);

const CODES: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  402: 'api_plan_restricted',
  403: 'forbidden',
  404: 'not_found',
  408: 'request_timeout',
  409: 'conflict',
  422: 'parameter_invalid',
  429: 'rate_limit_exceeded',
  503: 'service_unavailable',
};

/** The body that goes with a status that a fault demands. */
export function errorBodyOf(status: number): unknown {
  return intercomError(
    status,
    CODES[status] ?? (status >= 500 ? 'server_error' : 'client_error'),
    `Status ${status} on demand`,
  ).body;
}
