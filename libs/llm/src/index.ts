/** Summaries of actions: by an LLM within its daily budget, or by rules without one; its failures, their retries and its breaker. */
export { chatOf, LlmModule, promptWordsOf, summariserOf } from './llm.module';
export { LlmSummariser } from './llm.summariser';
export { LlmGate, type LlmGateOptions, type LlmGateStatus, type LlmTurn } from './llm-gate';
export { costUsd } from './prices';
export { GATE_FINDINGS, type GateFinding, judgeAnswer, type Judgement } from './gate/answer.gate';
export { type Answer, Chat } from './chat';
export { expectedTokens, type Prompt, promptFor, type PromptWords } from './prompt';
export { OpenAiChat } from './openai.chat';
export { RuleSummariser, summaryByRules } from './rules/rule.summariser';
export {
  Summariser,
  type RulesReason,
  type SummarisedAction,
  type SummariseOptions,
  type Summary,
  type SummaryRequest,
  type Usage,
} from './summariser';
export { SummaryError, SummaryPostponed, type SummaryErrorKind } from './summary.error';
export { summaryRetryDelay } from './summary.retry';
