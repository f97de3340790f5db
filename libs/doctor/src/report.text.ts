import type { CheckStatus } from './check';
import type { Report } from './examine';

const SIGNS: Record<CheckStatus, string> = { ok: '✓', warning: '!', failure: '✗', skipped: '-' };

/** Some words come from the other side. */
const plain = (text: string) => text.replace(/\p{C}+/gu, ' ');

/** One line per check; under what is not well, how to mend it. */
export function reportText({ checks }: Pick<Report, 'checks'>): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, status, message, fix }) => [
    `${SIGNS[status]} ${name.padEnd(width)}  ${plain(message)}`,
    ...(fix === null ? [] : [`  ${' '.repeat(width)}  → ${plain(fix)}`]),
  ]);
  const count = (status: CheckStatus) => checks.filter((check) => check.status === status).length;
  const failures = count('failure');
  const end =
    failures === 0
      ? `All is well${count('warning') > 0 ? `, with ${count('warning')} to look at` : ''}.`
      : `${failures} to mend.`;
  return [...lines, '', end, ''].join('\n');
}
