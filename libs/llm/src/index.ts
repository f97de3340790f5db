/** Summaries of actions: by an LLM within its daily budget, or by rules without one; its failures, their retries and its breaker. */
export { LlmModule, summariserOf } from './llm.module';
export { LlmGate, type LlmGateOptions, type LlmGateStatus, type LlmTurn } from './llm-gate';
export { costUsd } from './prices';
export { RuleSummariser } from './rule.summariser';
export { Summariser, type RulesReason, type SummarisedAction, type Summary, type Usage } from './summariser';
export { SummaryError, SummaryPostponed, type SummaryErrorKind } from './summary.error';
export { summaryRetryDelay } from './summary.retry';
