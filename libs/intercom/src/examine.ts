import { IntercomClient, type IntercomClientOptions, type IntercomResponse } from './intercom.client';

/**
 * What `doctor` asks, outside the budget and without Redis: whose token this is, and who the team mates are. Two calls, each once.
 * A refusal is the `IntercomError` of its call.
 */
export function examine(
  options: IntercomClientOptions,
  signal: AbortSignal,
): Promise<[me: PromiseSettledResult<IntercomResponse>, admins: PromiseSettledResult<IntercomResponse>]> {
  const client = new IntercomClient(options);
  return Promise.allSettled([client.me(signal), client.admins(signal)]);
}
