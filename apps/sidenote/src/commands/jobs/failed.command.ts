import { QueuesModule } from '@app/queues';
import { SessionsModule } from '@app/sessions';
import { Command } from 'commander';
import { storeSettings, withModules } from '../context';
import { FailedJobs, type FailedJob } from './failed.jobs';

const countsOf = (jobs: readonly FailedJob[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { queue } of jobs) counts[queue] = (counts[queue] ?? 0) + 1;
  return counts;
};

/** For a terminal: one block per job, and the counts. */
export function failedText(jobs: readonly FailedJob[], expired: number): string {
  const lost = expired > 0 ? [`Lost: ${expired} actions of dead letters that nobody sent again in time.`] : [];
  if (jobs.length === 0) return ['Nothing has failed.', ...lost, ''].join('\n');
  const blocks = jobs.map(({ queue, id, reason, failedAt, session, conversation }) =>
    [
      `${failedAt ?? 'at an unknown time'}  ${queue}  ${id}`,
      `  ${reason || 'no reason is known'}`,
      ...(session || conversation ? [`  session ${session || '-'}, conversation ${conversation || '-'}`] : []),
    ].join('\n'),
  );
  const counts = Object.entries(countsOf(jobs)).map(([queue, count]) => `${count} in ${queue}`);
  return [
    ...blocks,
    '',
    `${counts.join(', ')}. Send again: sidenote retry <id>, or sidenote retry --all`,
    ...lost,
    '',
  ].join('\n');
}

export const failedCommand = () =>
  new Command('failed')
    .description('list what failed for good: notes that Intercom refused, and failed jobs of every queue')
    .option('--json', 'one JSON object: {counts, jobs, expired}')
    .action(async ({ json }: { json?: boolean }) => {
      const [jobs, expired] = await withModules(storeSettings(), [QueuesModule, SessionsModule], (context) => {
        const failed = new FailedJobs(context);
        return Promise.all([failed.list(), failed.expired()]);
      });
      process.stdout.write(
        json ? `${JSON.stringify({ counts: countsOf(jobs), jobs, expired })}\n` : failedText(jobs, expired),
      );
    });
