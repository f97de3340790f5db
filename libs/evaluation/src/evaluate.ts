import { Summariser, SummaryError, type Summary } from '@app/llm';
import { measure, type Measured } from './measure';
import { actionsOf, type GoldenVisit } from './script';

/** One summary of one visit. */
export interface Outcome {
  visit: GoldenVisit;
  run: number;
  ms: number;
  /** Absent where the LLM failed. */
  summary?: Summary;
  measured?: Measured;
  /** One word: why there is none. */
  failure?: string;
}

export interface EvaluateOptions {
  runs?: number;
  /** Told after each summary. */
  progress?: (outcome: Outcome) => void;
}

async function outcomeOf(summariser: Summariser, visit: GoldenVisit, run: number): Promise<Outcome> {
  const asked = performance.now();
  const ms = () => Math.round(performance.now() - asked);
  try {
    const summary = await summariser.summarise({ actions: actionsOf(visit) });
    return { visit, run, ms: ms(), summary, measured: measure(summary.text, visit) };
  } catch (error) {
    if (!(error instanceof SummaryError)) throw error;
    return { visit, run, ms: ms(), failure: error.status ? `${error.kind} ${error.status}` : error.kind };
  }
}

/** Has every visit summarised, one after the other, so that a rate limit of the LLM is not what is measured. */
export async function evaluate(
  summariser: Summariser,
  visits: readonly GoldenVisit[],
  { runs = 1, progress }: EvaluateOptions = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let run = 1; run <= runs; run++)
    for (const visit of visits) {
      const outcome = await outcomeOf(summariser, visit, run);
      outcomes.push(outcome);
      progress?.(outcome);
    }
  return outcomes;
}
