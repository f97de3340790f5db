/** The help desk of this product: the one place that names it. */
export { IntercomModule as DeskOfChoice, TOPICS as WEBHOOK_TOPICS } from '@app/intercom';
