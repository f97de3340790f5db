import { QUEUE_KEYS, QUEUES, QueuesModule } from '@app/queues';
import { SessionsModule } from '@app/sessions';
import { Command, Option } from 'commander';
import { storeSettings, withModules } from '../context';
import { FailedJobs } from './failed.jobs';

interface RetryOptions {
  all?: boolean;
  queue?: string;
}

const names = QUEUE_KEYS.map((key) => QUEUES[key].name);

export const retryCommand = () => {
  const command = new Command('retry')
    .description('run a failed job again; a note that failed for good is sent late, and says so')
    .argument('[id]', 'id of the job, as `sidenote failed` shows it')
    .option('--all', 'every failed job')
    .addOption(new Option('--queue <name>', 'only in this queue').choices(names));
  return command.action(async (id: string | undefined, { all, queue }: RetryOptions) => {
    if ((id === undefined) === !all) command.error('error: name one id, or --all');
    await withModules(storeSettings(), [QueuesModule, SessionsModule], async (context) => {
      const jobs = new FailedJobs(context);
      if (id === undefined) {
        const started = await jobs.retryAll(queue);
        process.stdout.write(started === 0 ? 'Nothing has failed.\n' : `Started again: ${started}.\n`);
        return;
      }
      const found = await jobs.retry(id, queue);
      process.stdout.write(found ? `Started again: ${id}.\n` : `There is no failed job ${JSON.stringify(id)}.\n`);
      if (!found) process.exitCode = 1;
    });
  });
};
