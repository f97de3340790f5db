/** The help desk of this product: the one place that names it. */
export { IntercomModule as DeskOfChoice } from '@app/intercom';
