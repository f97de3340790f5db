/** How good summaries are: a golden set of visits with the facts that must be told, and what a summariser makes of it. */
export { evaluate, type Outcome } from './evaluate';
export { GOLDEN } from './golden';
export { llmUnderTest, priceOf } from './llm.under-test';
export { evaluationText, FLOOR, reportOf, type EvaluationReport } from './report';
export { actionsOf, KINDS, type GoldenVisit } from './script';
