/** The webhook role: what comes in over public HTTP. */
export { WebhookModule } from './webhook.module';
export { LINKING_TOPICS, STATE_TOPICS } from './notification.service';
