/** What a customer is doing, as one view: for the panel, for programs and for bots. From Redis alone. */
export { type Activity, activityOf, type NotFound } from './activity';
export { ActivityFinder, type Asked, linkDecision } from './activity.finder';
export { ActivityModule } from './activity.module';
export { ANSWER_SCHEMA, ASKED_BY, LONGEST_NAME } from './activity.schema';
export { contextOf } from './context';
export { openApi } from './open.api';
