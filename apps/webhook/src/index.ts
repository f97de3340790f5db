/** The webhook role: what comes in over public HTTP. */
export { WebhookModule } from './webhook.module';
