/** Intercom as the desk of this deployment: its API, whose note is ours, what its refusals mean, and what its conversations hold. */
export type { IntercomResponse } from './intercom.client';
export { examine } from './examine';
export { mayBeStored, redactionIsDone, trialClient } from './trial';
export { IntercomError } from './intercom.error';
export { IntercomModule } from './intercom.module';
export { TOPICS } from './webhooks/topics';
export { IntercomWebhooks } from './webhooks/intercom.webhooks';
export { findNote } from './note-finder';
export { printOfHtml } from './note.text';
