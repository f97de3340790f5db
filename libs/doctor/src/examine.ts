import type { SettingName, Settings } from '@app/config';
import { type Check, type CheckResult, type Finding, failure, ok, skipped, whyOf } from './check';
import { dashboardCheck } from './dashboard.check';
import { deliveriesCheck } from './deliveries.check';
import { intercomCheck } from './intercom.check';
import { llmCheck } from './llm.check';
import { nodeFinding } from './node.judgement';
import { panelCheck } from './panel.check';
import { redisCheck } from './redis.check';
import { streamCheck } from './stream.check';
import { webhookCheck } from './webhook.check';

export interface Report {
  /** No failure; warnings do not count. */
  ok: boolean;
  checks: CheckResult[];
}

const WITHIN_MS = 5_000;

const CHECKS: readonly Check[] = [
  redisCheck,
  streamCheck,
  intercomCheck,
  webhookCheck,
  panelCheck,
  deliveriesCheck,
  llmCheck,
  dashboardCheck,
];

/**
 * Runs all checks at once, each within its time.
 * @param settings as far as they could be read
 * @param problems of the configuration, each line beginning with the name of its variable
 */
export async function examine(
  settings: Settings,
  problems: readonly string[],
  checks: readonly Check[] = CHECKS,
): Promise<Report> {
  const wrong = new Set(problems.map((line) => line.split(' ', 1)[0] ?? ''));
  const results = await Promise.all(checks.map((check) => run(check, settings, wrong)));
  const all: CheckResult[] = [
    { name: 'node', ...nodeFinding(process.versions.node) },
    ...configurationResults(problems),
    ...results.flat(),
  ];
  return { ok: all.every(({ status }) => status !== 'failure'), checks: all };
}

function configurationResults(problems: readonly string[]): CheckResult[] {
  if (problems.length === 0) return [{ name: 'configuration', ...ok('every variable can be read') }];
  return problems.map((line) => {
    const [what, ...rest] = line.split('; ');
    return { name: 'configuration', ...failure(what ?? line, rest.join('; ') || 'see the configuration manual') };
  });
}

async function run(check: Check, settings: Settings, wrong: ReadonlySet<string>): Promise<CheckResult[]> {
  const missing = check.needs.filter((name: SettingName) => wrong.has(name) || settings[name] === undefined);
  const named = (findings: Finding[]) =>
    check.names.map((name, i) => ({ name, ...(findings[i] ?? skipped('not reached, see above')) }));
  if (missing.length > 0) return named(check.names.map(() => skipped(`needs ${missing.join(', ')}`)));
  const withinMs = check.withinMs ?? WITHIN_MS;
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Finding[]>((resolve) => {
    timer = setTimeout(() => {
      late.abort();
      resolve([
        failure(`no answer within ${withinMs / 1000} s`, 'check the address, and what is between here and there'),
      ]);
    }, withinMs);
  });
  const findings = check
    .run(settings, late.signal)
    .catch((error: unknown) => [
      failure(`cannot be checked: ${whyOf(error)}`, 'check the address, and what is between here and there'),
    ]);
  try {
    return named(await Promise.race([findings, timeout]));
  } finally {
    clearTimeout(timer);
    late.abort();
  }
}
