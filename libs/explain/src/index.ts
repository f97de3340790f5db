/** Says why a conversation is, or is not, linked, and what became of a session, in plain English. */
export { DeadLetters } from './dead.letters';
export { Explainer } from './explainer';
export { ExplainModule, ViewModule } from './explain.module';
export type { Explanation, TimelineItem } from './explanation';
export { explanationText } from './explanation.text';
export { Tail, type TailItem } from './tail';
export { tailText } from './tail.text';
export { timelineItem } from './timeline';
