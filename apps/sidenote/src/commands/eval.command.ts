import { createInterface } from 'node:readline/promises';
import { type SettingName, settingsFromProcess } from '@app/config';
import { evaluate, evaluationText, GOLDEN, llmUnderTest, type Outcome, priceOf, reportOf } from '@app/evaluation';
import { chatOf, promptWordsOf, RuleSummariser, type Summariser } from '@app/llm';
import { Mask } from '@app/masks';
import { Command, InvalidArgumentError } from 'commander';

interface EvalOptions {
  rules?: boolean;
  runs: number;
  json?: boolean;
  yes?: boolean;
}

/** Of all settings only these are looked at. */
const READS: SettingName[] = [
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_MODEL',
  'SUMMARY_CONTEXT',
  'SUMMARY_PROMPT',
  'MASK',
  'MASK_PATTERNS',
];
const MOST_RUNS = 20;

function parseRuns(text: string): number {
  const runs = Number(text);
  if (!Number.isInteger(runs) || runs < 1 || runs > MOST_RUNS)
    throw new InvalidArgumentError(`expected a whole number from 1 to ${MOST_RUNS}.`);
  return runs;
}

/** Questions and progress go to stderr: stdout is the report. */
const tell = (text: string) => void process.stderr.write(text);

async function agrees(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error('nobody can be asked here, so this cannot be used without --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Go on? [y/N] ');
  terminal.close();
  return /^y(?:es)?$/i.test(answer.trim());
}

const progress = ({ visit, run, ms, failure, summary }: Outcome) =>
  tell(`${visit.id} (run ${run}): ${failure ?? `by ${summary?.by}`}, ${ms} ms\n`);

/** The configured LLM, once somebody has agreed to its price; undefined where nobody did. */
async function agreedLlm({ runs, yes }: EvalOptions): Promise<{ summariser: Summariser; by: string } | undefined> {
  const settings = settingsFromProcess({ roles: [], only: READS });
  const chat = chatOf(settings);
  if (!chat) throw new Error('OPENAI_API_KEY is not set, so an LLM cannot be used; `--rules` evaluates the rules');
  const words = promptWordsOf(settings);
  const { calls, tokens, usd } = priceOf(GOLDEN, runs, settings.OPENAI_MODEL, words);
  const price = usd === undefined ? 'an unknown price' : `about $${usd.toFixed(4)}`;
  const about = `${calls} calls to ${settings.OPENAI_MODEL} at ${settings.OPENAI_BASE_URL}, about ${tokens} tokens, ${price}.`;
  tell(`${about}\n`);
  if (!yes && !(await agrees())) return undefined;
  const mask = new Mask({ kinds: settings.MASK, patterns: settings.MASK_PATTERNS });
  return { summariser: llmUnderTest({ chat, words, mask: (text) => mask.text(text) }), by: settings.OPENAI_MODEL };
}

export const evalCommand = () =>
  new Command('eval')
    .description('measure the summaries of the configured LLM, or of the rules, on a golden set of 24 visits')
    .option('--rules', 'the rules; needs no key and no other setting')
    .option('--runs <n>', 'how often each visit is summarised', parseRuns, 1)
    .option('--json', 'one JSON object')
    .option('--yes', 'do not ask before money is spent')
    .action(async (options: EvalOptions) => {
      const chosen = options.rules ? { summariser: new RuleSummariser(), by: 'rules' } : await agreedLlm(options);
      if (!chosen) return tell('Nothing was asked, nothing was spent.\n');
      const told = options.rules ? undefined : progress;
      const outcomes = await evaluate(chosen.summariser, GOLDEN, { runs: options.runs, progress: told });
      const report = reportOf(outcomes, chosen.by);
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : evaluationText(report));
      if (!report.ok) process.exitCode = 1;
    });
