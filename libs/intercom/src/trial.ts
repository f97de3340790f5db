import { deskErrorOf } from './desk.error';
import { IntercomClient, type IntercomClientOptions } from './intercom.client';
import type { IntercomError } from './intercom.error';

/** The calls of a trial by hand, each once, outside the budget and without Redis. */
export const trialClient = (
  options: IntercomClientOptions,
): Pick<IntercomClient, 'postNote' | 'getConversation' | 'redact'> => new IntercomClient(options);

/** Whether the service takes this refusal of a redaction for its end. */
export const redactionIsDone = (error: IntercomError): boolean =>
  deskErrorOf('redaction', error).failure.is === 'absent';

/** Whether the refused note may be there all the same, so that the service looks before it posts again. */
export const mayBeStored = (error: IntercomError): boolean => deskErrorOf('note', error).failure.is === 'unknown';
