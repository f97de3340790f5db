import { type RulesReason, type Summary, type SummaryRequest, Summariser } from '../summariser';
import { ruleText } from './rule.text';

export const BY_RULES = 'rules';

/** A summary without an LLM: the same for the same actions. */
export const summaryByRules = ({ actions }: SummaryRequest, because: RulesReason): Summary => ({
  text: ruleText(actions),
  by: BY_RULES,
  model: BY_RULES,
  promptTokens: 0,
  completionTokens: 0,
  rulesBecause: because,
});

/** Summaries where no LLM is configured. */
export class RuleSummariser extends Summariser {
  constructor(private readonly because: RulesReason = 'no_key') {
    super();
  }

  summarise(request: SummaryRequest): Promise<Summary> {
    return Promise.resolve(summaryByRules(request, this.because));
  }
}
