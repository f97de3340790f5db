/** Summaries of actions: by an LLM, or by rules without one; its failures and their retries as data. */
export { LlmModule, summariserOf } from './llm.module';
export { OpenAiSummariser, type OpenAiOptions } from './openai.summariser';
export { RuleSummariser } from './rule.summariser';
export { Summariser, type SummarisedAction, type Summary } from './summariser';
export { SummaryError, type SummaryErrorKind } from './summary.error';
export { SUMMARY_WAITS_S, LATER_WAIT_S, summaryRetryDelay } from './summary.retry';
